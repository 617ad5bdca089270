import type { CommandError } from '@signalbox/shared/errors/command-error';
import type { ErrorGroup } from '@signalbox/shared/http/error-groups';
import { RecordId } from 'surrealdb';
import type { Store } from './connect.ts';
import { firstIdAt } from './ulid-range.ts';

interface Counted {
  fingerprint: string;
  count: number;
  firstAt: number;
  lastAt: number;
  commands: string[];
  ids: string[];
}

const mostGroups = 200;
/** The newest so many failures of the window are looked at: some 400 ms of the database's time. */
const mostMarks = 20_000;

const selected =
  'SELECT id, record::id(id) AS key, fingerprint, at, row.name AS name, row.status AS status FROM';

/** Marks of commands that ended otherwise after all are passed over. */
const toGroupStatement = (marks: string): string =>
  `SELECT fingerprint, count() AS count, math::min(at) AS firstAt, math::max(at) AS lastAt,
    array::distinct(name) AS commands, array::distinct(key) AS ids
  FROM (${marks}) WHERE status = 'failed' AND fingerprint != NONE GROUP BY fingerprint TIMEOUT 1800ms`;

const ofWindow = toGroupStatement(`${selected} type::record('command_failed', $fromId..)`);
const ofNewest = toGroupStatement(
  `${selected} command_failed WHERE id >= $from ORDER BY id DESC LIMIT ${mostMarks}`,
);

/** Whether the window has more marks than are looked at; a range that is small is the quicker way. */
const isFull = async (store: Store, fromId: string): Promise<boolean> => {
  const [counted] = await store.query<[{ count: number }[]]>(
    `SELECT count() AS count FROM (SELECT id FROM type::record('command_failed', $fromId..) LIMIT ${mostMarks}) GROUP ALL TIMEOUT 1800ms`,
    { fromId },
  );
  return (counted[0]?.count ?? 0) === mostMarks;
};

const toGroup = (counted: Counted, latestId: string, error: CommandError): ErrorGroup => ({
  fingerprint: counted.fingerprint,
  code: error.code,
  ...(error.name !== undefined && { errorName: error.name }),
  message: error.message,
  count: counted.count,
  firstAt: new Date(counted.firstAt).toISOString(),
  lastAt: new Date(counted.lastAt).toISOString(),
  commands: counted.commands.toSorted(),
  latestId,
});

/**
 * The failures of commands that were submitted since a moment (epoch ms), by cause, the newest causes first.
 * @throws AppError `store.unavailable`
 */
export const readErrorGroups = async (store: Store, fromMs: number): Promise<ErrorGroup[]> => {
  const fromId = firstIdAt(fromMs);
  const statement = (await isFull(store, fromId)) ? ofNewest : ofWindow;
  const bindings = { fromId, from: new RecordId('command_failed', fromId) };
  const [counted] = await store.query<[Counted[]]>(statement, bindings);
  const newest = counted.toSorted((left, right) => right.lastAt - left.lastAt).slice(0, mostGroups);
  const latestIds = newest.map(({ ids }) => ids.reduce((latest, id) => (id > latest ? id : latest), ''));
  const [rows] = await store.query<[{ id: RecordId<string, string>; outcome?: string }[]]>(
    'SELECT * FROM $rows',
    { rows: latestIds.map((id) => new RecordId('command', id)) },
  );
  const outcomes = new Map(rows.map(({ id, outcome }) => [id.id, outcome]));
  return newest.flatMap((group, index) => {
    const latestId = latestIds[index] ?? '';
    // What the recorder wrote is an outcome.
    const { error } = JSON.parse(outcomes.get(latestId) ?? '{}') as { error?: CommandError };
    return error ? [toGroup(group, latestId, error)] : [];
  });
};
