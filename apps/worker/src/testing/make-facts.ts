import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { AttemptFacts } from '../handler-context/attempt-life.ts';
import type { Slot } from '../lanes/slot.ts';

const command: CommandEnvelope = {
  v: 1,
  id: '01J00000000000000000000000',
  name: 'system.ping',
  queue: 'default',
  priority: 'normal',
  input: {},
  submittedAt: Date.UTC(2024, 5, 1),
  traceId: '0af7651916cd43dd8448eb211c80319c',
};

export const makeCommand = (changes: Partial<CommandEnvelope> = {}): CommandEnvelope => ({
  ...command,
  ...changes,
});

/** An attempt of a command. */
export const makeFacts = (attempt = 1, changes: Partial<CommandEnvelope> = {}): AttemptFacts => ({
  command: makeCommand(changes),
  attempt,
  allowedAttempts: 3,
  startedAt: Date.now(),
  message: {},
});

/** A slot that nobody else waits for. */
export const makeSlot = (): Pick<Slot, 'releaseWhile'> => ({ releaseWhile: async (wait) => wait });
