import type { CommandRow } from '@signalbox/shared/events/fold';
import { RecordId } from 'surrealdb';
import type { Store } from './connect.ts';
import { toCommandRow, type StoredRow } from './row-document.ts';

/** @throws AppError `store.unavailable` */
export const findCommand = async (store: Store, id: string): Promise<CommandRow | undefined> => {
  const [[row]] = await store.query<[[StoredRow?]]>('SELECT * FROM $id', {
    id: new RecordId('command', id),
  });
  return row && toCommandRow(row);
};
