import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { CommandRow, CommandState } from '@signalbox/shared/events/fold';
import { isTerminal, type CommandStatus } from '@signalbox/shared/status/status';
import type { RecordId } from 'surrealdb';
import { decodeCbor, encodeCbor } from './cbor.ts';

/** What of a row changes. */
interface StateColumns {
  order: number;
  status: CommandStatus;
  /** JSON: the state but for its outcome and what the other columns tell. */
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
  /** JSON: the command but for its input and what the other columns tell. */
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

/** Said only where it is otherwise: every byte of a row is paid for on its way to the disk. */
const usualPriority = 'normal';

const toCommandColumns = ({
  id,
  v,
  name,
  queue,
  priority,
  input,
  ...rest
}: CommandEnvelope): CommandColumns => ({
  name,
  queue,
  ...(rest.tags && { tags: rest.tags }),
  ...(rest.parentId !== undefined && { parentId: rest.parentId }),
  ...(rest.scheduleId !== undefined && { scheduleId: rest.scheduleId }),
  command: JSON.stringify(priority === usualPriority ? rest : { priority, ...rest }),
  input: encodeCbor(input),
});

export const toStateDocument = ({ id, order, state }: CommandRow): StateDocument => {
  // An ended command ended with its last event.
  const { status, finishedAt, error, result, ...rest } = state;
  const outcome = 'error' in state || 'result' in state;
  return {
    id,
    order,
    status,
    state: JSON.stringify(rest),
    ...(outcome && { outcome: JSON.stringify({ error, result }) }),
  };
};

export const toRowDocument = (row: CommandRow): RowDocument => ({
  ...toStateDocument(row),
  ...(row.command && toCommandColumns(row.command)),
});

// What this file wrote it can read.
const toCommand = ({ id, name, queue, command, input }: StoredRow): CommandEnvelope | undefined => {
  if (name === undefined || queue === undefined || command === undefined || input === undefined)
    return undefined;
  const told = { v: 1, id: id.id, name, queue, priority: usualPriority } as const;
  return {
    ...told,
    ...(JSON.parse(command) as object),
    input: decodeCbor(new Uint8Array(input)),
  } as CommandEnvelope;
};

const toState = ({ status, state, outcome }: StoredRow): CommandState => {
  const rest = JSON.parse(state) as CommandState;
  return {
    ...rest,
    status,
    ...(isTerminal(status) && { finishedAt: rest.at }),
    ...(outcome !== undefined && (JSON.parse(outcome) as Pick<CommandState, 'error' | 'result'>)),
  };
};

export const toCommandRow = (row: StoredRow): CommandRow => {
  const command = toCommand(row);
  return { id: row.id.id, order: row.order, state: toState(row), ...(command && { command }) };
};
