import { allowedAttempts, resolveRetryPolicy, type RetryPolicy } from '@signalbox/shared/retry/policy';
import type { CommandDefinition } from '@signalbox/shared/commands/define-command';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';

export type Admission =
  | { kind: 'run'; attempt: number; allowedAttempts: number; policy: RetryPolicy }
  | { kind: 'not-due'; afterMs: number }
  | { kind: 'already-ended' }
  /** Earlier deliveries took every attempt there was and none reported back: their processes died. */
  | { kind: 'lost'; attempts: number };

export interface AdmitOptions {
  deliveryCount: number;
  /** Epoch ms. */
  now: number;
  globalPolicy: RetryPolicy;
  maxDeliver: number;
  /** Asked on a redelivery only: has this command already ended? */
  hasEnded: (id: string) => Promise<boolean>;
}

interface Admittable {
  command: CommandEnvelope;
  definition: Pick<CommandDefinition, 'retry'>;
}

/** Decides whether a delivery may run now. */
export const admit = async (
  { command, definition }: Admittable,
  options: AdmitOptions,
): Promise<Admission> => {
  const { deliveryCount, now, maxDeliver } = options;
  const waitMs = (command.runAt ?? 0) - now;
  if (waitMs > 0) return { kind: 'not-due', afterMs: waitMs };
  if (deliveryCount > 1 && (await options.hasEnded(command.id))) return { kind: 'already-ended' };
  const policy = resolveRetryPolicy(options.globalPolicy, definition.retry, command.retry);
  // The first delivery of a command with a time only put it back until it was due.
  const attempt = Math.max(1, deliveryCount - (command.runAt === undefined ? 0 : 1));
  // The last delivery the server would make is kept for saying that the command failed.
  const allowed = Math.min(allowedAttempts(policy), maxDeliver - 2);
  if (attempt > allowed) return { kind: 'lost', attempts: allowed };
  return { kind: 'run', attempt, allowedAttempts: allowed, policy };
};
