import {
  createSchedule,
  deleteSchedule,
  findSchedule,
  listSchedules,
  noteFired,
  seedSchedule,
  updateSchedule,
} from '@signalbox/runtime/store/schedules';
import type { ScheduleStore } from '../schedules/ports.ts';
import type { LateStore } from './late-store.ts';

/** Schedules in SurrealDB. */
export const createScheduleStore = (store: LateStore): ScheduleStore => ({
  list: () => store.ask(listSchedules),
  find: (id) => store.ask((database) => findSchedule(database, id)),
  create: (row) => store.ask((database) => createSchedule(database, row)),
  update: (row) => store.ask((database) => updateSchedule(database, row)),
  remove: (id) => store.ask((database) => deleteSchedule(database, id)),
  noteFired: (id, note) => store.ask((database) => noteFired(database, id, note)),
  seed: (name, row) => store.ask((database) => seedSchedule(database, name, row)),
});
