import type { Store } from '@signalbox/runtime/store/connect';
import { RecordId } from 'surrealdb';
import { deleteCommands, type DeleteContext } from '../../projection/delete-commands.ts';

interface DeletedMark {
  id: RecordId<string, string>;
  at: number;
}

const marksPerRound = 500;
/** A day longer than EVENTS keeps what could be delivered again. */
const keepMs = 8 * 86_400_000;

const findReturned = async (store: Store, marks: readonly DeletedMark[]): Promise<Set<string>> => {
  const tables = ['command', 'command_open', 'command_failed'];
  const things = marks.flatMap(({ id }) => tables.map((table) => new RecordId(table, id.id)));
  const [found] = await store.query<[{ id: RecordId<string, string> }[]]>(
    'SELECT id FROM (SELECT * FROM $things)',
    { things },
  );
  return new Set(found.map(({ id }) => id.id));
};

/** Removes commands again that came back after they were removed, and forgets removals that nothing can undo any more. */
export const createSweepDuty = (ctx: DeleteContext) => {
  let afterId = '0';
  return async (): Promise<void> => {
    const { store } = ctx;
    const [marks] = await store.query<[DeletedMark[]]>(
      `SELECT id, at FROM type::record('command_deleted', $after>..) LIMIT $limit TIMEOUT 1800ms`,
      { after: afterId, limit: marksPerRound },
    );
    afterId = marks.length === marksPerRound ? (marks.at(-1)?.id.id ?? '0') : '0';
    if (marks.length === 0) return;
    const returned = await findReturned(store, marks);
    const again = marks.filter(({ id }) => returned.has(id.id));
    await deleteCommands(
      ctx,
      again.map(({ id, at }) => ({ id: id.id, at })),
    );
    const old = marks.filter(({ at }) => at < Date.now() - keepMs).map(({ id }) => id);
    if (old.length > 0) await store.execute('DELETE $old RETURN NONE', { old });
  };
};
