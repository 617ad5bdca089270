import { countChildren } from '@signalbox/runtime/store/count-children';
import { findCommand } from '@signalbox/runtime/store/find-command';
import { findHistory } from '@signalbox/runtime/store/find-history';
import { findLog } from '@signalbox/runtime/store/find-log';
import { listCommandIds, listCommands } from '@signalbox/runtime/store/list-commands';
import { readErrorGroups } from '@signalbox/runtime/store/read-error-groups';
import type { CommandView } from '../commands/ports.ts';
import type { LateStore } from './late-store.ts';

/** The recorded commands in SurrealDB. */
export const createCommandView = (store: LateStore): CommandView => ({
  find: (id) => store.ask((database) => findCommand(database, id)),
  listIds: (filter) => store.ask((database) => listCommandIds(database, filter)),
  list: (filter) => store.ask((database) => listCommands(database, filter)),
  history: (id) => store.ask((database) => findHistory(database, id)),
  log: (query) => store.ask((database) => findLog(database, query)),
  countChildren: (id) => store.ask((database) => countChildren(database, id)),
  errorGroups: (fromMs) => store.ask((database) => readErrorGroups(database, fromMs)),
});
