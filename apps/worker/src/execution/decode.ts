import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import { readEnvelope } from '@signalbox/runtime/bus/read-envelope';
import { findDefinition } from '@signalbox/shared/commands/catalog';
import type { CommandDefinition } from '@signalbox/shared/commands/define-command';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { AppError } from '@signalbox/shared/errors/app-error';
import { checkInput } from './check-data.ts';

export type Decoded =
  | { readable: true; command: CommandEnvelope; definition: CommandDefinition; input: unknown }
  | { readable: false; command: CommandEnvelope; error: AppError };

const refuse = (command: CommandEnvelope, error: AppError): Decoded => ({ readable: false, command, error });

/** Reads a message into a command and its checked input; never throws, for a poison message must end as `failed`. */
export const decode = (message: PulledMessage): Decoded => {
  const { command, problem } = readEnvelope(message);
  if (problem !== undefined) {
    return refuse(
      command,
      new AppError('command.undecodable', `The queued message cannot be read: ${problem}`),
    );
  }
  const definition = findDefinition(command.name);
  if (!definition) {
    return refuse(
      command,
      new AppError(
        'command.unknown',
        `This worker knows no command ${command.name}. Deploy a worker that does, and replay.`,
      ),
    );
  }
  try {
    return { readable: true, command, definition, input: checkInput(definition, command.input) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return refuse(command, error);
  }
};
