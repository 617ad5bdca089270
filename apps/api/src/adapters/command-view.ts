import { findCommand } from '@signalbox/runtime/store/find-command';
import { findHistory } from '@signalbox/runtime/store/find-history';
import { listCommands } from '@signalbox/runtime/store/list-commands';
import type { CommandView } from '../commands/ports.ts';
import type { LateStore } from './late-store.ts';

/** The recorded commands in SurrealDB. */
export const createCommandView = (store: LateStore): CommandView => ({
  find: (id) => store.ask((database) => findCommand(database, id)),
  list: (filter) => store.ask((database) => listCommands(database, filter)),
  history: (id) => store.ask((database) => findHistory(database, id)),
});
