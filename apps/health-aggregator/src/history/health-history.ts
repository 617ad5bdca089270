import type { HealthState } from '@signalbox/shared/health/report';
import type { HealthTransition } from '@signalbox/shared/health/transition';
import { knownServices } from '../core/expected-services.ts';
import type { RecordedHistory } from './to-memory.ts';

/** The part of the store that history needs. */
export interface HistoryStore {
  query<Result>(surql: string, bindings?: Record<string, unknown>): Promise<Result>;
}

interface TransitionRow {
  service: string;
  instance?: string;
  from_state: HealthState;
  to_state: HealthState;
  reason: string;
  at: number;
}

const keepMs = 90 * 86_400_000;
const windowMs = 7 * 86_400_000;
const instanceWindowMs = 86_400_000;
const mostRows = 20_000;

const columns = 'service, instance, from_state, to_state, reason, at';

const toRow = ({ service, instance, from, to, reason, at }: HealthTransition) => ({
  // The same change written twice is one row.
  id: [service, instance ?? '', at, to].join(':'),
  service,
  ...(instance !== undefined && { instance }),
  from_state: from,
  to_state: to,
  reason,
  at: Math.round(at),
});

const toTransition = (row: TransitionRow): HealthTransition => ({
  v: 1,
  service: row.service,
  ...(row.instance !== undefined && { instance: row.instance }),
  from: row.from_state,
  to: row.to_state,
  reason: row.reason,
  at: row.at,
});

/** Whether migrations have made the tables; a write before would make them up without their schema. */
export const hasHealthTables = async (store: HistoryStore): Promise<boolean> => {
  const [database] = await store.query<[{ tables?: Record<string, string> }]>('INFO FOR DB');
  return (
    database.tables !== undefined &&
    'health_transition' in database.tables &&
    'health_canary' in database.tables
  );
};

export const saveTransitions = async (
  store: HistoryStore,
  transitions: readonly HealthTransition[],
): Promise<void> => {
  await store.query('INSERT IGNORE INTO health_transition $rows RETURN NONE', {
    rows: transitions.map(toRow),
  });
};

/**
 * Writes that we watch, and reads it back.
 * @throws Error if what is read is not what was written; what the store throws
 */
export const writeCanary = async (store: HistoryStore, nowEpochMs: number): Promise<void> => {
  const [, found] = await store.query<[unknown, number | null]>(
    'UPSERT health_canary:aggregator SET seen_at = $now RETURN NONE; SELECT VALUE seen_at FROM ONLY health_canary:aggregator',
    { now: nowEpochMs },
  );
  if (found !== nowEpochMs) throw new Error('a row that was written reads back differently');
};

const readLastBefore = async (store: HistoryStore, fromMs: number): Promise<TransitionRow[]> => {
  const names = [...knownServices.map(({ name }) => name), 'system'];
  const found = await Promise.all(
    names.map((service) =>
      store.query<[TransitionRow[]]>(
        `SELECT ${columns} FROM health_transition WHERE service = $service AND at < $from AND instance IS NONE ORDER BY at DESC LIMIT 1`,
        { service, from: fromMs },
      ),
    ),
  );
  return found.flatMap(([rows]) => rows);
};

/** Reads what was recorded of the last 7 days, with the state each known service was in before. */
export const readHistory = async (store: HistoryStore, nowEpochMs: number): Promise<RecordedHistory> => {
  const from = nowEpochMs - windowMs;
  const before = await readLastBefore(store, from);
  const [ofServices, ofInstances, seenAt] = await store.query<
    [TransitionRow[], TransitionRow[], number | null]
  >(
    `SELECT ${columns} FROM health_transition WHERE at >= $from AND instance IS NONE ORDER BY at DESC LIMIT ${mostRows};
     SELECT ${columns} FROM health_transition WHERE at >= $instancesFrom AND instance IS NOT NONE ORDER BY at DESC LIMIT ${mostRows};
     SELECT VALUE seen_at FROM ONLY health_canary:aggregator`,
    { from, instancesFrom: nowEpochMs - instanceWindowMs },
  );
  return {
    transitions: [...before, ...[...ofServices, ...ofInstances].toSorted((a, b) => a.at - b.at)].map(
      toTransition,
    ),
    seenAt: seenAt ?? undefined,
  };
};

/** Lets go what nobody asks for any more. */
export const pruneHistory = async (store: HistoryStore, nowEpochMs: number): Promise<void> => {
  await store.query('DELETE health_transition WHERE at < $before RETURN NONE', {
    before: nowEpochMs - keepMs,
  });
};
