import type { Store } from '@signalbox/runtime/store/connect';
import type { CommandState } from '@signalbox/shared/events/fold';
import { RecordId } from 'surrealdb';
import { deleteStatement, findDeletedStatement, findResultsStatement } from './statements.ts';

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

/** The row alone knows where its result is, so the result goes first. */
const dropResults = async ({ store, dropResult }: DeleteContext, ids: readonly string[]): Promise<void> => {
  const rows = ids.map((id) => new RecordId('command', id));
  const [states] = await store.query<[string[]]>(findResultsStatement, { rows });
  for (const state of states) {
    if (!state?.includes('"resultRef"')) continue;
    const { resultRef } = JSON.parse(state) as CommandState;
    if (resultRef) await dropResult(resultRef.key);
  }
};

/** Removes all there is of these commands; done again, it changes nothing. */
export const deleteCommands = async (ctx: DeleteContext, deletions: readonly Deletion[]): Promise<void> => {
  for (let start = 0; start < deletions.length; start += perStatement) {
    const deleted = deletions.slice(start, start + perStatement);
    await dropResults(
      ctx,
      deleted.map(({ id }) => id),
    );
    await ctx.store.execute(deleteStatement, { deleted });
  }
};

/** Which of these commands were removed earlier. */
export const findDeleted = async (store: Store, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  if (ids.length === 0) return new Set();
  const marks = ids.map((id) => new RecordId('command_deleted', id));
  const [found] = await store.query<[{ id: RecordId<string, string> }[]]>(findDeletedStatement, { marks });
  return new Set(found.map(({ id }) => id.id));
};
