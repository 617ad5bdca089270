import { z } from 'zod';

export const commandStatuses = [
  'scheduled',
  'queued',
  'running',
  'retrying',
  'completed',
  'failed',
  'canceled',
] as const;

export const commandStatusSchema = z.enum(commandStatuses);
export type CommandStatus = z.infer<typeof commandStatusSchema>;

export const terminalStatuses = ['completed', 'failed', 'canceled'] as const satisfies CommandStatus[];

export const isTerminal = (status: CommandStatus): boolean =>
  (terminalStatuses as readonly CommandStatus[]).includes(status);

/** The only table of what may follow what; a terminal state absorbs. */
export const transitions: Readonly<Record<CommandStatus, readonly CommandStatus[]>> = {
  scheduled: ['queued', 'running', 'failed', 'canceled'],
  queued: ['running', 'completed', 'failed', 'canceled'],
  running: ['running', 'retrying', 'completed', 'failed', 'canceled'],
  retrying: ['running', 'retrying', 'completed', 'failed', 'canceled'],
  completed: [],
  failed: [],
  canceled: [],
};
