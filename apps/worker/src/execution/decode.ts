import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import { findDefinition } from '@signalbox/shared/commands/catalog';
import type { CommandDefinition } from '@signalbox/shared/commands/define-command';
import { commandEnvelopeSchema, type CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { prioritySchema } from '@signalbox/shared/commands/priority';
import { AppError } from '@signalbox/shared/errors/app-error';

export type Decoded =
  | { readable: true; command: CommandEnvelope; definition: CommandDefinition; input: unknown }
  | { readable: false; command: CommandEnvelope; error: AppError };

const decoder = new TextDecoder();
const keptTextLength = 10_000;

/** What can still be said of a command whose message is broken: its subject names it. */
const toBrokenCommand = (message: PulledMessage, text: string): CommandEnvelope => {
  const [, queue = 'default', priority, id = ''] = message.subject.split('.');
  return {
    v: 1,
    id,
    name: 'unreadable',
    queue,
    priority: prioritySchema.catch('normal').parse(priority),
    input: text.slice(0, keptTextLength),
    submittedAt: Date.now(),
    traceId: '',
  };
};

const readEnvelope = (text: string): CommandEnvelope | string => {
  try {
    const parsed = commandEnvelopeSchema.safeParse(JSON.parse(text));
    return parsed.success
      ? parsed.data
      : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  } catch (error) {
    return String(error);
  }
};

const refuse = (command: CommandEnvelope, error: AppError): Decoded => ({ readable: false, command, error });

/** Reads a message into a command and its checked input; never throws, for a poison message must end as `failed`. */
export const decode = (message: PulledMessage): Decoded => {
  const text = decoder.decode(message.data);
  const command = readEnvelope(text);
  if (typeof command === 'string') {
    return refuse(
      toBrokenCommand(message, text),
      new AppError('command.undecodable', `The queued message cannot be read: ${command}`),
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
  const input = definition.input.safeParse(command.input);
  if (!input.success) {
    const rules = input.error.issues
      .map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`)
      .join('; ');
    return refuse(
      command,
      new AppError('command.invalid_input', `The input breaks the schema of ${command.name}: ${rules}`),
    );
  }
  return { readable: true, command, definition, input: input.data };
};
