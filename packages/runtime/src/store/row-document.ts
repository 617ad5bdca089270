import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { CommandRow, CommandState } from '@signalbox/shared/events/fold';
import type { CommandStatus } from '@signalbox/shared/status/status';
import type { RecordId } from 'surrealdb';
import { decodeCbor, encodeCbor } from './cbor.ts';

/** What of a row changes. */
interface StateColumns {
  order: number;
  status: CommandStatus;
  /** JSON: the state but for its outcome. */
  state: string;
  /** JSON: error and result, where text is looked for. */
  outcome?: string;
}

/** What is known of a row with the first event that carries the command. */
interface CommandColumns {
  name: string;
  queue: string;
  tags?: readonly string[];
  parentId?: string;
  scheduleId?: string;
  /** JSON: the command but for its input. */
  command: string;
  /** CBOR, which the database can look into, and stores in about half the time that it takes for an object. */
  input: Uint8Array;
}

export type StateDocument = StateColumns & { id: string };

/**
 * A command on its way to the database: in columns what lists select by, the rest in few strings. The database takes
 * almost twice as long for a row of nested objects.
 */
export type RowDocument = StateDocument & Partial<CommandColumns>;

/** A row as the database gives it back. */
export type StoredRow = StateColumns & Partial<CommandColumns> & { id: RecordId<string, string> };

const toCommandColumns = ({ input, ...command }: CommandEnvelope): CommandColumns => ({
  name: command.name,
  queue: command.queue,
  ...(command.tags && { tags: command.tags }),
  ...(command.parentId !== undefined && { parentId: command.parentId }),
  ...(command.scheduleId !== undefined && { scheduleId: command.scheduleId }),
  command: JSON.stringify(command),
  input: encodeCbor(input),
});

export const toStateDocument = ({ id, order, state }: CommandRow): StateDocument => {
  const { error, result, ...rest } = state;
  const outcome = 'error' in state || 'result' in state;
  return {
    id,
    order,
    status: state.status,
    state: JSON.stringify(rest),
    ...(outcome && { outcome: JSON.stringify({ error, result }) }),
  };
};

export const toRowDocument = (row: CommandRow): RowDocument => ({
  ...toStateDocument(row),
  ...(row.command && toCommandColumns(row.command)),
});

// What this file wrote it can read.
const toCommand = ({ command, input }: StoredRow): CommandEnvelope | undefined =>
  command === undefined || input === undefined
    ? undefined
    : { ...(JSON.parse(command) as CommandEnvelope), input: decodeCbor(new Uint8Array(input)) };

export const toCommandRow = (row: StoredRow): CommandRow => {
  const command = toCommand(row);
  return {
    id: row.id.id,
    order: row.order,
    state: { ...JSON.parse(row.state), ...JSON.parse(row.outcome ?? '{}') } as CommandState,
    ...(command && { command }),
  };
};
