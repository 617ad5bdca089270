import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { UniqueHolder, UniqueKey, UniqueKeys } from './ports.ts';

const unsure = (): AppError =>
  new AppError(
    'bus.unavailable',
    'The message bus is too slow to tell whether the command still has its unique key. It may have run; ask again with the same Idempotency-Key.',
    { retryAfterMs: 2_000 },
  );

/** The revision with which a command took the key that it has. */
export const toSince = ({ claim, revision }: UniqueHolder): number => claim.since ?? revision;

/** Whether the key is in the same hands as it was, without having been in others in between. */
export const isSameHold = (left: UniqueHolder, right: UniqueHolder): boolean =>
  left.claim.id === right.claim.id && toSince(left) === toSince(right);

/**
 * Writes that a command was seen on the bus: from then on its key passes on only when it has ended.
 * @returns who has the key then, another command if it was passed on before
 * @throws AppError `bus.unavailable`
 */
export const confirmPublished = async (
  unique: UniqueKeys,
  key: UniqueKey,
  holder: UniqueHolder,
): Promise<UniqueHolder> => {
  let current = holder;
  while (isSameHold(current, holder) && !current.claim.isPublished) {
    const claim = { ...current.claim, since: toSince(holder), isPublished: true };
    current = await unique.claim(key, claim, current);
  }
  return current;
};

/**
 * Makes sure that a command that is on the bus keeps its key until it has ended.
 * @throws AppError `bus.unavailable` also if it has lost the key: workers drop it then, or it has ended just now
 */
export const requireHold = async (
  unique: UniqueKeys,
  key: UniqueKey,
  holder: UniqueHolder,
): Promise<void> => {
  if (!isSameHold(await confirmPublished(unique, key, holder), holder)) throw unsure();
};

/**
 * The same for a command that was found on the bus or in the history, where it has not ended.
 * @throws AppError `bus.unavailable`
 */
export const requireUnique = async (
  unique: UniqueKeys,
  { id, name, uniqueKey }: Pick<CommandEnvelope, 'id' | 'name' | 'uniqueKey'>,
): Promise<void> => {
  if (uniqueKey === undefined) return;
  const key = { name, uniqueKey };
  const holder = await unique.find(key);
  if (!holder) return;
  if (holder.claim.id !== id) throw unsure();
  await requireHold(unique, key, holder);
};
