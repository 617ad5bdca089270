import { commandEnvelopeSchema, type CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { prioritySchema } from '@signalbox/shared/commands/priority';

export interface ReadEnvelope {
  /** What could be read; of a broken message what its subject names. */
  command: CommandEnvelope;
  /** Why the message could not be read. */
  problem?: string;
}

const decoder = new TextDecoder();
const keptTextLength = 10_000;

const toBrokenCommand = (subject: string, text: string): CommandEnvelope => {
  const [, queue = 'default', priority, id = ''] = subject.split('.');
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

const parse = (text: string): CommandEnvelope | string => {
  try {
    const parsed = commandEnvelopeSchema.safeParse(JSON.parse(text));
    return parsed.success
      ? parsed.data
      : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  } catch (error) {
    return String(error);
  }
};

/** Reads a message of COMMANDS; never throws, for a poison message must end as `failed`. */
export const readEnvelope = ({ subject, data }: { subject: string; data: Uint8Array }): ReadEnvelope => {
  const text = decoder.decode(data);
  const command = parse(text);
  if (typeof command !== 'string') return { command };
  return { command: toBrokenCommand(subject, text), problem: command };
};
