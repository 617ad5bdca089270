import { AppError } from '@signalbox/shared/errors/app-error';
import type { ScheduleCreate } from '@signalbox/shared/http/schedules';
import { RecordId } from 'surrealdb';
import type { Store } from './connect.ts';

/** A schedule as it is kept. Times are epoch ms. */
export interface ScheduleRow extends ScheduleCreate {
  id: string;
  /** Ticks up to here are none of this schedule's: it did not exist, was paused, or had another rule. */
  countsFrom: number;
  lastTickAt?: number;
  lastCommandId?: string;
  createdAt: number;
  updatedAt: number;
}

type StoredSchedule = Omit<ScheduleRow, 'id' | 'command'> & { id: RecordId<string, string>; command: string };

const toRow = ({ id, command, ...rest }: StoredSchedule): ScheduleRow => ({
  ...rest,
  id: id.id,
  // What this file wrote it can read.
  command: JSON.parse(command) as ScheduleRow['command'],
});

const toContent = ({ id: _, command, ...rest }: ScheduleRow) => ({
  ...rest,
  command: JSON.stringify(command),
});

const toRecord = (id: string): RecordId => new RecordId('schedule', id);

const explainTaken =
  (name: string) =>
  (error: unknown): never => {
    if (!(error instanceof Error) || !error.message.includes('schedule_name')) throw error;
    throw new AppError(
      'schedule.name_taken',
      `Another schedule is named ${JSON.stringify(name)}. Choose another name, or change that schedule.`,
      { cause: error },
    );
  };

/** @throws AppError `store.unavailable` */
export const listSchedules = async (store: Store): Promise<ScheduleRow[]> => {
  const [rows] = await store.query<[StoredSchedule[]]>('SELECT * FROM schedule ORDER BY name');
  return rows.map(toRow);
};

/** @throws AppError `store.unavailable` */
export const findSchedule = async (store: Store, id: string): Promise<ScheduleRow | undefined> => {
  const [[row]] = await store.query<[[StoredSchedule?]]>('SELECT * FROM $id', { id: toRecord(id) });
  return row && toRow(row);
};

/** @throws AppError `schedule.name_taken`, `store.unavailable` */
export const createSchedule = async (store: Store, row: ScheduleRow): Promise<void> => {
  await store
    .query('CREATE $id CONTENT $content', { id: toRecord(row.id), content: toContent(row) })
    .catch(explainTaken(row.name));
};

/**
 * Writes what a person may change, and leaves alone what firing writes; false if there is no such schedule.
 * @throws AppError `schedule.name_taken`, `store.unavailable`
 */
export const updateSchedule = async (store: Store, row: ScheduleRow): Promise<boolean> => {
  const { lastTickAt: _tick, lastCommandId: _command, ...content } = toContent(row);
  const [updated] = await store
    .query<[unknown[]]>('UPDATE $id MERGE $content', { id: toRecord(row.id), content })
    .catch(explainTaken(row.name));
  return updated.length > 0;
};

/** False if there is no such schedule. */
export const deleteSchedule = async (store: Store, id: string): Promise<boolean> => {
  const [removed] = await store.query<[unknown[]]>('DELETE $id RETURN BEFORE', { id: toRecord(id) });
  return removed.length > 0;
};

export interface FiredNote {
  /** Absent where a person fired it. */
  tickMs?: number;
  commandId?: string;
}

/** Notes what was fired last; ids of commands sort by time, so that a late note takes nothing back. */
export const noteFired = async (
  store: Store,
  id: string,
  { tickMs, commandId }: FiredNote,
): Promise<void> => {
  await store.query(
    `UPDATE $id SET lastTickAt = $tickMs WHERE $tickMs != NONE AND (lastTickAt ?? 0) < $tickMs;
    UPDATE $id SET lastCommandId = $commandId WHERE $commandId != NONE AND (lastCommandId ?? '') < $commandId`,
    {
      id: toRecord(id),
      ...(tickMs !== undefined && { tickMs }),
      ...(commandId !== undefined && { commandId }),
    },
  );
};

/** Lays a schedule down once for all times; false if that was done before, or a schedule has its name. */
export const seedSchedule = async (store: Store, seed: string, row: ScheduleRow): Promise<boolean> => {
  const mark = new RecordId('schedule_seed', seed);
  const [[known]] = await store.query<[[unknown?]]>('SELECT * FROM $mark', { mark });
  if (known) return false;
  const [taken] = await store.query<[unknown[]]>('SELECT id FROM schedule WHERE name = $name', {
    name: row.name,
  });
  if (taken.length > 0) return false;
  await store.query(
    'BEGIN TRANSACTION; CREATE $mark SET at = $at; CREATE $id CONTENT $content; COMMIT TRANSACTION',
    { mark, at: row.createdAt, id: toRecord(row.id), content: toContent(row) },
  );
  return true;
};
