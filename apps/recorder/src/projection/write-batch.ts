import type { Store } from '@signalbox/runtime/store/connect';
import type { CommandRow } from '@signalbox/shared/events/fold';
import type { Batch, HistoryRow } from './batch.ts';
import type { RecentIds } from './recent-ids.ts';

/** Refused as a whole if one of the rows is there already. */
const insertStatement = 'INSERT INTO command $fresh RETURN NONE;';

const ensureStatement = 'INSERT IGNORE INTO command $rows RETURN NONE;';

/**
 * The database merges by the rule of `mergeRows`: the greater order has the state, the command is kept once known,
 * and of the accepted positions the least. So rows may be written twice and in any order. Assignments take effect
 * one after the other, so `order` comes last. (`INSERT … ON DUPLICATE KEY UPDATE` does not see the stored row.)
 */
const mergeStatement = `FOR $row IN $rows {
  UPDATE type::record('command', $row.id) SET
    command = command ?? $row.command,
    accepted = IF $row.accepted = NONE { accepted } ELSE { math::min([accepted ?? $row.accepted, $row.accepted]) },
    state = IF $row.order > order { $row.state } ELSE { state },
    order = IF $row.order > order { $row.order } ELSE { order }
  RETURN NONE;
};`;

/** The same for rows that are stored and have nothing new but their state. */
const advanceStatement = `FOR $row IN $later {
  UPDATE type::record('command', $row.id) SET state = $row.state, order = $row.order WHERE order < $row.order RETURN NONE;
};`;

const historyStatement = 'INSERT IGNORE INTO command_event $history RETURN NONE;';

const isPresent = (error: unknown): boolean => String(error).includes('already exists');

/** Merges rows of which nothing is known: some may be stored, by an earlier run or another recorder. */
const mergeIntoStore = (store: Store, rows: readonly CommandRow[]): Promise<void> =>
  store.execute(ensureStatement + mergeStatement, { rows });

const writeFresh = async (store: Store, fresh: readonly CommandRow[]): Promise<void> => {
  try {
    await store.execute(insertStatement, { fresh });
  } catch (error) {
    if (!isPresent(error)) throw error;
    await mergeIntoStore(store, fresh);
  }
};

const writeLater = async (store: Store, later: readonly CommandRow[]): Promise<void> => {
  const plain = later.filter(({ accepted }) => accepted === undefined);
  const joined = later.filter(({ accepted }) => accepted !== undefined);
  if (plain.length > 0)
    await store.execute(advanceStatement, {
      later: plain.map(({ id, state, order }) => ({ id, state, order })),
    });
  if (joined.length > 0) await mergeIntoStore(store, joined);
};

/** Writes a batch; done again after a failure half way, it gives the same. */
export const writeBatch = async (store: Store, batch: Batch, known: RecentIds): Promise<void> => {
  const fresh: CommandRow[] = [];
  const later: CommandRow[] = [];
  const history: HistoryRow[] = [];
  for (const { row, history: own } of batch) {
    (known.has(row.id) ? later : fresh).push(row);
    history.push(...own);
  }
  await Promise.all([
    fresh.length > 0 && writeFresh(store, fresh),
    later.length > 0 && writeLater(store, later),
    history.length > 0 && store.execute(historyStatement, { history }),
  ]);
  for (const { id, command } of fresh) if (command) known.add(id);
};
