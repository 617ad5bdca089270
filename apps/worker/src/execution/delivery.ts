import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import type { CommandDefinition } from '@signalbox/shared/commands/define-command';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { Past } from './past.ts';

/** A delivery that could be read: the one value the steps of the pipeline pass on. */
export interface Delivery {
  message: PulledMessage;
  command: CommandEnvelope;
  definition: CommandDefinition;
  input: unknown;
  /** From 1. */
  attempt: number;
  allowedAttempts: number;
  /** What the command had before this attempt. */
  past: Past;
  /** Epoch ms. */
  startedAt: number;
}
