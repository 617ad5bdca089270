import type { Store } from '@signalbox/runtime/store/connect';
import { afterAllIds, firstIdAt } from '@signalbox/runtime/store/ulid-range';
import type { PruneRequest } from '@signalbox/shared/commands/system-prune';
import type { CommandState } from '@signalbox/shared/events/fold';
import { RecordId } from 'surrealdb';

/** Where a batch begins and ends. */
export type PruneRange = NonNullable<PruneRequest['from']>;

export interface Prunable {
  id: string;
  queue: string;
}

interface Found {
  id: RecordId<string, string>;
  queue?: string;
  state?: string;
}

const idsPerQuestion = 2_000;

const sourceOf = (status: PruneRequest['status']) =>
  status === 'completed'
    ? ({ table: 'command', prefix: '' } as const)
    : ({ table: 'command_failed', prefix: 'row.' } as const);

/** The id of the oldest of the newest `keep` commands; older ones are one too many. */
const findKeptFrom = async (store: Store, status: PruneRequest['status'], keep: number): Promise<string> => {
  const { table, prefix } = sourceOf(status);
  let beforeId = afterAllIds;
  for (let left = keep; left > 0;) {
    const limit = Math.min(left, idsPerQuestion);
    const [found] = await store.query<[Found[]]>(
      `SELECT id FROM ${table} WHERE id < $before AND ${prefix}status = $status ORDER BY id DESC LIMIT ${limit} TIMEOUT 1800ms`,
      { before: new RecordId(table, beforeId), status },
    );
    if (found.length < limit) return '0';
    beforeId = found.at(-1)?.id.id ?? '0';
    left -= limit;
  }
  return beforeId;
};

/** Of commands that were submitted later none can break a rule. */
const toFirstRange = async (
  store: Store,
  { status, rule }: PruneRequest,
  nowMs: number,
): Promise<PruneRange> => {
  const { olderThanMs, keepNewest } = rule;
  const keptFromId = keepNewest === undefined ? '0' : await findKeptFrom(store, status, keepNewest);
  const agedId = olderThanMs === undefined ? '0' : firstIdAt(nowMs - olderThanMs);
  return { afterId: '0', beforeId: agedId > keptFromId ? agedId : keptFromId, keptFromId };
};

const breaksRule = (
  { id, state }: Found,
  { keptFromId, endedBefore }: { keptFromId: string; endedBefore: number },
): boolean => {
  if (id.id < keptFromId) return true;
  // What the recorder wrote is a state.
  return state !== undefined && (JSON.parse(state) as CommandState).at < endedBefore;
};

/**
 * One batch of ended commands that break the rule, and where the next one begins; nothing needs an index, for ids sort
 * by time.
 * @throws AppError `store.unavailable`
 */
export const findPrunable = async (
  store: Store,
  request: PruneRequest,
  nowMs: number,
): Promise<{ found: Prunable[]; next?: PruneRange }> => {
  const range = request.from ?? (await toFirstRange(store, request, nowMs));
  const { table, prefix } = sourceOf(request.status);
  // A range is read from its beginning, in order; a condition on the id would read the whole table.
  const [rows] = await store.query<[Found[]]>(
    `SELECT id, ${prefix}queue AS queue, ${prefix}state AS state FROM type::record('${table}', $after>..$before)
    WHERE ${prefix}status = $status LIMIT $limit TIMEOUT 1800ms`,
    { after: range.afterId, before: range.beforeId, status: request.status, limit: request.limit },
  );
  const { olderThanMs } = request.rule;
  const endedBefore = olderThanMs === undefined ? -Infinity : nowMs - olderThanMs;
  const broken = rows.filter((row) => breaksRule(row, { keptFromId: range.keptFromId, endedBefore }));
  const last = rows.at(-1);
  return {
    found: broken.map(({ id, queue = 'default' }) => ({ id: id.id, queue })),
    ...(rows.length === request.limit && last && { next: { ...range, afterId: last.id.id } }),
  };
};
