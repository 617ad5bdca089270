import type { Store } from '@signalbox/runtime/store/connect';
import type { StoredRow } from '@signalbox/runtime/store/row-document';
import type { CommandState } from '@signalbox/shared/events/fold';
import { RecordId } from 'surrealdb';
import { deleteStatement, findBelongingsStatement, findDeletedStatement } from './statements.ts';

export interface Deletion {
  id: string;
  /** Epoch ms. */
  at: number;
}

export interface DeleteContext {
  store: Store;
  /** Removes a result from the object store; one that is gone already is no error. */
  dropResult: (key: string) => Promise<void>;
}

const perStatement = 250;

type Row = Pick<StoredRow, 'id' | 'state' | 'parentId'>;

const findRows = async (store: Store, ids: readonly string[]): Promise<Row[]> => {
  const rows = ids.map((id) => new RecordId('command', id));
  const [found] = await store.query<[Row[]]>(findBelongingsStatement, { rows });
  return found;
};

/** The row alone knows where its result is, so the result goes first. */
const dropResults = async ({ dropResult }: DeleteContext, rows: readonly Row[]): Promise<void> => {
  for (const { state } of rows) {
    if (!state.includes('"resultRef"')) continue;
    // What the recorder wrote is a state.
    const { resultRef } = JSON.parse(state) as CommandState;
    if (resultRef) await dropResult(resultRef.key);
  }
};

const tables = ['command', 'command_open', 'command_failed'] as const;

const toRecords = (ids: readonly string[], rows: readonly Row[]) => [
  ...ids.flatMap((id) => tables.map((table) => new RecordId(table, id))),
  ...rows.flatMap(({ id, parentId }) =>
    parentId === undefined ? [] : [new RecordId('command_child', [parentId, id.id])],
  ),
];

/** Removes all there is of these commands; done again, it changes nothing. */
export const deleteCommands = async (ctx: DeleteContext, deletions: readonly Deletion[]): Promise<void> => {
  for (let start = 0; start < deletions.length; start += perStatement) {
    const deleted = deletions.slice(start, start + perStatement);
    const ids = deleted.map(({ id }) => id);
    const rows = await findRows(ctx.store, ids);
    await dropResults(ctx, rows);
    await ctx.store.execute(deleteStatement, { deleted, records: toRecords(ids, rows) });
  }
};

/** Which of these commands were removed earlier. */
export const findDeleted = async (store: Store, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  if (ids.length === 0) return new Set();
  const marks = ids.map((id) => new RecordId('command_deleted', id));
  const [found] = await store.query<[{ id: RecordId<string, string> }[]]>(findDeletedStatement, { marks });
  return new Set(found.map(({ id }) => id.id));
};
