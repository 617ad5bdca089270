import type { Store } from '@signalbox/runtime/store/connect';
import { listCommands } from '@signalbox/runtime/store/list-commands';
import type { CommandRow } from '@signalbox/shared/events/fold';

const pageSize = 1_000;

/** Every command that the database knows. */
export const readRows = async (store: Store): Promise<Map<string, CommandRow>> => {
  const rows = new Map<string, CommandRow>();
  let afterId: string | undefined;
  for (;;) {
    const page = await listCommands(store, {
      sort: 'submittedAt',
      limit: pageSize,
      ...(afterId !== undefined && { afterId }),
    });
    for (const row of page) rows.set(row.id, row);
    afterId = page.at(-1)?.id;
    if (page.length < pageSize) return rows;
  }
};
