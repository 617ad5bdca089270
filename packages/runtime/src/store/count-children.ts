import type { CommandView } from '@signalbox/shared/http/command-view';
import type { CommandStatus } from '@signalbox/shared/status/status';
import type { Store } from './connect.ts';
import { afterAllIds } from './ulid-range.ts';

type Children = NonNullable<CommandView['children']>;

/**
 * How many commands this one spawned and how they stand; undefined if it spawned none.
 * @throws AppError `store.unavailable`
 */
export const countChildren = async (store: Store, parentId: string): Promise<Children | undefined> => {
  const [counts] = await store.query<[{ status?: CommandStatus; count: number }[]]>(
    "SELECT row.status AS status, count() AS count FROM type::record('command_child', [$parentId, '']..[$parentId, $end]) GROUP BY status TIMEOUT 1000ms",
    { parentId, end: afterAllIds },
  );
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return undefined;
  const countOf = (wanted: CommandStatus): number =>
    counts.find(({ status }) => status === wanted)?.count ?? 0;
  return {
    total,
    completed: countOf('completed'),
    failed: countOf('failed'),
    canceled: countOf('canceled'),
  };
};
