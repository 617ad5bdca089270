import type { LedgerEntry } from '@signalbox/runtime/bus/attempts-ledger';
import { allowedAttempts, resolveRetryPolicy, type RetryPolicy } from '@signalbox/shared/retry/policy';
import type { CommandDefinition } from '@signalbox/shared/commands/define-command';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { countAttempts } from './count-attempts.ts';
import { isSuspect } from './is-suspect.ts';
import { toFirstPast, type Past } from './past.ts';

export type Admission =
  | {
      kind: 'run';
      attempt: number;
      allowedAttempts: number;
      policy: RetryPolicy;
      past: Past;
      /** It is to run in a process of its own. */
      isSuspect: boolean;
    }
  | { kind: 'not-due'; afterMs: number; past: Past }
  /** The server would make too few more deliveries: the command is to be published anew. */
  | { kind: 'deliveries-spent'; past: Past }
  /** The command has ended, or a newer message of it is queued. */
  | { kind: 'obsolete' }
  /** It was published so late that another command had been given its unique key. */
  | { kind: 'key-lost' }
  /** Its deadline is over. */
  | { kind: 'overdue'; attempts: number }
  /** Earlier deliveries took every attempt there was and none reported back: their processes died. */
  | { kind: 'lost'; attempts: number };

export interface AdmitOptions {
  deliveryCount: number;
  /** In COMMANDS. */
  sequence: number;
  /** Epoch ms. */
  now: number;
  globalPolicy: RetryPolicy;
  maxDeliver: number;
  /** Read on a redelivery only. */
  readLedger: (id: string) => Promise<LedgerEntry | undefined>;
  /** Asked only if an earlier delivery was not given back in order: has this command already ended? */
  hasEnded: (id: string) => Promise<boolean>;
  /** Asked in the same case, and if the ledger says so: is a newer message of this command queued? */
  isRenewed: (id: string, sequence: number) => Promise<boolean>;
  /** Asked of a command with a unique key: was it published so late that another was given the key? */
  hasLostKey: (command: CommandEnvelope) => Promise<boolean>;
}

interface Admittable {
  command: CommandEnvelope;
  definition: Pick<CommandDefinition, 'retry'>;
}

/** Whether an earlier delivery that nobody accounts for, or a newer message, has made this delivery pointless. */
const isObsolete = async (
  id: string,
  { isAccounted, entry }: { isAccounted: boolean; entry: LedgerEntry | undefined },
  { sequence, isRenewed, hasEnded }: AdmitOptions,
): Promise<boolean> => {
  if (isAccounted && (entry?.sequence ?? 0) <= sequence) return false;
  return (await isRenewed(id, sequence)) || hasEnded(id);
};

/** The time for which the command waits, in ms. */
const toWaitMs = ({ runAt, renewed }: CommandEnvelope, now: number): number =>
  Math.max(runAt ?? 0, renewed?.notBefore ?? 0) - now;

export const isOverdue = ({ deadlineAt }: CommandEnvelope, now: number): boolean =>
  deadlineAt !== undefined && deadlineAt <= now;

const toPolicy = ({ command, definition }: Admittable, { globalPolicy }: AdmitOptions): RetryPolicy =>
  resolveRetryPolicy(globalPolicy, definition.retry, command.retry);

/** What time and policy say of a delivery of a command with that past. */
const decide = (admittable: Admittable, past: Past, options: AdmitOptions): Admission => {
  const { command } = admittable;
  const { attempts } = past;
  const { deliveryCount, now, maxDeliver } = options;
  if (isOverdue(command, now)) return { kind: 'overdue', attempts };
  const waitMs = toWaitMs(command, now);
  if (waitMs > 0) return { kind: 'not-due', afterMs: waitMs, past };
  const policy = toPolicy(admittable, options);
  const allowed = allowedAttempts(policy);
  if (attempts >= allowed) return { kind: 'lost', attempts: allowed };
  // The last delivery that the server would make is no place to run: if its worker died, the command would be stuck.
  if (deliveryCount > 1 && deliveryCount >= maxDeliver - 1) return { kind: 'deliveries-spent', past };
  const attempt = attempts + 1;
  return {
    kind: 'run',
    attempt,
    allowedAttempts: allowed,
    policy,
    past,
    isSuspect: isSuspect(past, allowed),
  };
};

const admitAgain = async (admittable: Admittable, options: AdmitOptions): Promise<Admission> => {
  const { command } = admittable;
  const entry = await options.readLedger(command.id);
  const allowed = allowedAttempts(toPolicy(admittable, options));
  const { past, isAccounted } = countAttempts(options, { command, entry }, allowed);
  if (await isObsolete(command.id, { isAccounted, entry }, options)) return { kind: 'obsolete' };
  return decide(admittable, past, options);
};

const admitByPast = (admittable: Admittable, options: AdmitOptions): Admission | Promise<Admission> =>
  options.deliveryCount > 1
    ? admitAgain(admittable, options)
    : decide(admittable, toFirstPast(admittable.command), options);

const admitHolder = async (admittable: Admittable, options: AdmitOptions): Promise<Admission> =>
  (await options.hasLostKey(admittable.command)) ? { kind: 'key-lost' } : admitByPast(admittable, options);

/**
 * Decides whether a delivery may run now. Of a first delivery nothing is written anywhere, so it is decided at once:
 * most commands have no other, and no unique key.
 * @throws AppError `bus.unavailable` if the ledger, or who has the key, cannot be read
 */
export const admit = (admittable: Admittable, options: AdmitOptions): Admission | Promise<Admission> =>
  admittable.command.uniqueSince === undefined
    ? admitByPast(admittable, options)
    : admitHolder(admittable, options);
