import type { Store } from '@signalbox/runtime/store/connect';
import {
  toRowDocument,
  toStateDocument,
  type RowDocument,
  type StateDocument,
} from '@signalbox/runtime/store/row-document';
import { isTerminal } from '@signalbox/shared/status/status';
import { RecordId } from 'surrealdb';
import type { Batch, HistoryRow } from './batch.ts';
import type { RecentIds } from './recent-ids.ts';
import {
  advanceStatement,
  historyStatement,
  insertStatement,
  markFailedStatement,
  markOpenStatement,
  mergeStatement,
  unmarkOpenStatement,
} from './statements.ts';

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

const toMark = ({ id }: StateDocument) => ({ id, row: new RecordId('command', id) });

const isOpen = ({ status }: StateDocument): boolean => !isTerminal(status);
const isFailed = ({ status }: StateDocument): boolean => status === 'failed' || status === 'canceled';

/** Lists look for what is open and for what failed among few marks, instead of among all commands. */
const markFresh = async (store: Store, rows: readonly StateDocument[]): Promise<void> => {
  const open = rows.filter(isOpen).map(toMark);
  const failed = rows.filter(isFailed).map(toMark);
  if (open.length > 0) await store.execute(markOpenStatement, { open });
  if (failed.length > 0) await store.execute(markFailedStatement, { failed });
};

const writeLater = async (store: Store, later: readonly StateDocument[]): Promise<void> => {
  const failed = later.filter(isFailed).map(toMark);
  const closed = later.filter((row) => !isOpen(row)).map(({ id }) => new RecordId('command_open', id));
  if (failed.length > 0) await store.execute(markFailedStatement, { failed });
  await store.execute(advanceStatement, { later });
  if (closed.length > 0) await store.execute(unmarkOpenStatement, { closed });
};

/** Writes a batch; done again after a failure half way, it gives the same. */
export const writeBatch = async (store: Store, batch: Batch, known: RecentIds): Promise<void> => {
  const fresh: RowDocument[] = [];
  const later: StateDocument[] = [];
  const history: HistoryRow[] = [];
  for (const { row, history: own } of batch) {
    if (!known.has(row.id)) fresh.push(toRowDocument(row));
    else later.push(toStateDocument(row));
    history.push(...own);
  }
  await Promise.all([
    fresh.length > 0 && markFresh(store, fresh).then(() => writeFresh(store, fresh)),
    later.length > 0 && writeLater(store, later),
    history.length > 0 && store.execute(historyStatement, { history }),
  ]);
  for (const { id, command } of fresh) if (command) known.add(id);
};
