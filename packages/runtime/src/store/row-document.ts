import type { CommandRow } from '@signalbox/shared/events/fold';
import type { RecordId } from 'surrealdb';

/** A row as the database gives it back. */
export type RowDocument = Omit<CommandRow, 'id'> & { id: RecordId<string, string> };

/** Gives a row the id it has everywhere else. */
export const toCommandRow = ({ id, ...row }: RowDocument): CommandRow => ({ ...row, id: id.id });
