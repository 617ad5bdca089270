import { z } from 'zod';
import type { CommandEnvelope } from './envelope.ts';
import { prioritySchema } from './priority.ts';

export const uniqueClaimSchema = z.object({
  id: z.string(),
  queue: z.string(),
  priority: prioritySchema,
  /** Epoch ms. */
  at: z.number(),
  /** The revision with which the command took the key, if the claim was written again since. */
  since: z.number().optional(),
  /** The command was seen on the bus: its key passes on only when it has ended. */
  isPublished: z.boolean().optional(),
});

/** The command that has a unique key, and where it is queued. */
export type UniqueClaim = z.infer<typeof uniqueClaimSchema>;

/** A key of the commands of one name. */
export interface UniqueKey {
  name: string;
  uniqueKey: string;
}

export interface UniqueHolder {
  claim: UniqueClaim;
  /** Grows whenever the claim is written. */
  revision: number;
}

/** The revision with which a command took the key that it has. */
export const toSince = ({ claim, revision }: UniqueHolder): number => claim.since ?? revision;

/** Whether the key is in the same hands as it was, without having been in others in between. */
export const isSameHold = (left: UniqueHolder, right: UniqueHolder): boolean =>
  left.claim.id === right.claim.id && toSince(left) === toSince(right);

/** Whether a command is the holder's own, and not left from an earlier time that it had the key: that one is void. */
export const isOfHold = (
  { id, uniqueSince }: Pick<CommandEnvelope, 'id' | 'uniqueSince'>,
  holder: UniqueHolder,
): boolean => holder.claim.id === id && (uniqueSince === undefined || uniqueSince === toSince(holder));

/** The claim that says of its command that it was seen on the bus. */
export const toConfirmed = (holder: UniqueHolder): UniqueClaim => ({
  ...holder.claim,
  since: toSince(holder),
  isPublished: true,
});
