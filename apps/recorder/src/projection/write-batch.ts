import type { Store } from '@signalbox/runtime/store/connect';
import {
  toRowDocument,
  toStateDocument,
  type RowDocument,
  type StateDocument,
} from '@signalbox/runtime/store/row-document';
import { isTerminal } from '@signalbox/shared/status/status';
import { RecordId } from 'surrealdb';
import type { Batch, HistoryRow, LogRow, PendingRow } from './batch.ts';
import { deleteCommands, findDeleted, type DeleteContext, type Deletion } from './delete-commands.ts';
import { addMarks, writeMarks, type Marks } from './marks.ts';
import type { RecentIds } from './recent-ids.ts';
import {
  advanceStatement,
  historyStatement,
  insertStatement,
  logStatement,
  mergeStatement,
  unmarkOpenStatement,
} from './statements.ts';

export interface WriteContext extends DeleteContext {
  /** Commands that are stored. */
  known: RecentIds;
}

const logRowsPerStatement = 500;

const isPresent = (error: unknown): boolean => String(error).includes('already exists');

/** Rows of which nothing is known: some may be stored, by an earlier run or another recorder. */
const writeFresh = async (store: Store, fresh: readonly RowDocument[]): Promise<void> => {
  try {
    await store.execute(insertStatement, { fresh });
  } catch (error) {
    if (!isPresent(error)) throw error;
    await store.execute(mergeStatement, { rows: fresh });
  }
};

const writeLater = async (store: Store, later: readonly StateDocument[]): Promise<void> => {
  const closed = later
    .filter(({ status }) => isTerminal(status))
    .map(({ id }) => new RecordId('command_open', id));
  await store.execute(advanceStatement, { later });
  if (closed.length > 0) await store.execute(unmarkOpenStatement, { closed });
};

const writeLog = async (store: Store, log: readonly LogRow[]): Promise<void> => {
  for (let start = 0; start < log.length; start += logRowsPerStatement)
    await store.execute(logStatement, { log: log.slice(start, start + logRowsPerStatement) });
};

/** A batch as the tables take it. */
interface Sorted {
  fresh: RowDocument[];
  later: StateDocument[];
  history: HistoryRow[];
  log: LogRow[];
  deleted: Deletion[];
  marks: Marks;
}

const sort = (batch: readonly PendingRow[], known: RecentIds): Sorted => {
  const marks: Marks = { open: [], failed: [], children: [] };
  const sorted: Sorted = { fresh: [], later: [], history: [], log: [], deleted: [], marks };
  for (const { id, row, history, log, deletedAt } of batch) {
    if (deletedAt !== undefined) sorted.deleted.push({ id, at: deletedAt });
    if (row) {
      const isFresh = !known.has(id);
      if (isFresh) sorted.fresh.push(toRowDocument(row));
      else sorted.later.push(toStateDocument(row));
      addMarks(marks, row, { isFresh });
    }
    sorted.history.push(...history);
    if (log) sorted.log.push(...log);
  }
  return sorted;
};

/** What is heard again of a command that was removed meanwhile would bring it back. */
const withoutDeleted = async (store: Store, batch: Batch): Promise<Batch> => {
  const repeated = batch.filter(({ isRepeated, deletedAt }) => isRepeated && deletedAt === undefined);
  const deleted = await findDeleted(
    store,
    repeated.map(({ id }) => id),
  );
  return deleted.size === 0 ? batch : batch.filter(({ id }) => !deleted.has(id));
};

/** Writes a batch; done again after a failure half way, it gives the same. */
export const writeBatch = async (batch: Batch, ctx: WriteContext): Promise<void> => {
  const { store, known } = ctx;
  const { fresh, later, history, log, deleted, marks } = sort(await withoutDeleted(store, batch), known);
  // Marks come before rows, so that no open command lacks its own.
  const marked = writeMarks(store, marks);
  await Promise.all([
    fresh.length > 0 && marked.then(() => writeFresh(store, fresh)),
    later.length > 0 && marked.then(() => writeLater(store, later)),
    history.length > 0 && store.execute(historyStatement, { history }),
    log.length > 0 && writeLog(store, log),
    deleted.length > 0 && deleteCommands(ctx, deleted),
  ]);
  for (const { id, command } of fresh) if (command) known.add(id);
};
