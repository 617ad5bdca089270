import type { Store } from '@signalbox/runtime/store/connect';
import { firstIdAt } from '@signalbox/runtime/store/ulid-range';
import type { Priority } from '@signalbox/shared/commands/priority';
import type { CommandStatus } from '@signalbox/shared/status/status';
import { RecordId } from 'surrealdb';

/** The mark of a command that had not ended, with what its row says now. */
export interface OpenMark {
  id: string;
  /** Epoch ms at which it was published again. */
  requeuedAt?: number;
  /** Absent if there is no row. */
  status?: CommandStatus;
  order?: number;
  /** Absent while nothing says what the command is. */
  place?: { queue: string; priority: Priority };
}

interface Found {
  id: RecordId<string, string>;
  requeuedAt?: number;
  status?: CommandStatus;
  order?: number;
  queue?: string;
  command?: string;
}

// What the recorder wrote is a command, which names its priority only if that is not the usual one.
const toPlace = ({ queue, command }: Found): Pick<OpenMark, 'place'> => {
  if (queue === undefined || command === undefined) return {};
  const { priority = 'normal' } = JSON.parse(command) as { priority?: Priority };
  return { place: { queue, priority } };
};

const toMark = (found: Found): OpenMark => ({
  id: found.id.id,
  ...(found.requeuedAt !== undefined && { requeuedAt: found.requeuedAt }),
  ...(found.status !== undefined && { status: found.status }),
  ...(found.order !== undefined && { order: found.order }),
  ...toPlace(found),
});

const selected =
  'SELECT id, requeuedAt, row.status AS status, row.order AS order, row.queue AS queue, row.command AS command FROM';

/** Up to `limit` marks of commands that were submitted before a moment, oldest first. */
export const listOpenMarks = async (
  store: Store,
  { afterId, beforeMs, limit }: { afterId: string; beforeMs: number; limit: number },
): Promise<OpenMark[]> => {
  // A range is read from its beginning, in order; a condition on the id would read the whole table.
  const [found] = await store.query<[Found[]]>(
    `${selected} type::record('command_open', $after>..$before) LIMIT $limit TIMEOUT 1800ms`,
    { after: afterId, before: firstIdAt(beforeMs), limit },
  );
  return found.map(toMark);
};

export const findOpenMark = async (store: Store, id: string): Promise<OpenMark | undefined> => {
  const [found] = await store.query<[Found[]]>(`${selected} $mark`, {
    mark: new RecordId('command_open', id),
  });
  return found[0] && toMark(found[0]);
};

export const removeOpenMarks = async (store: Store, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  await store.execute('DELETE $marks RETURN NONE', {
    marks: ids.map((id) => new RecordId('command_open', id)),
  });
};

export const noteRequeued = async (store: Store, { id, at }: { id: string; at: number }): Promise<void> => {
  await store.execute('UPDATE $mark SET requeuedAt = $at RETURN NONE', {
    mark: new RecordId('command_open', id),
    at,
  });
};
