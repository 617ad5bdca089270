import type { Store } from '@signalbox/runtime/store/connect';
import type { CommandRow } from '@signalbox/shared/events/fold';
import { isTerminal, type CommandStatus } from '@signalbox/shared/status/status';
import { RecordId } from 'surrealdb';
import { fingerprintOf } from './fingerprint-of.ts';
import { markChildStatement, markFailedStatement, markOpenStatement } from './statements.ts';

interface Mark {
  id: string;
  row: RecordId<'command', string>;
}

interface FailedMark extends Mark {
  at: number;
  order: number;
  fingerprint?: string;
}

interface ChildMark {
  id: [parent: string, child: string];
  row: Mark['row'];
}

export interface Marks {
  open: Mark[];
  failed: FailedMark[];
  children: ChildMark[];
}

const toMark = ({ id }: CommandRow): Mark => ({ id, row: new RecordId('command', id) });

const isFailed = (status: CommandStatus): boolean => status === 'failed' || status === 'canceled';

/** Lists look for what is open and for what failed among few marks, instead of among all commands. */
export const addMarks = (marks: Marks, row: CommandRow, { isFresh }: { isFresh: boolean }): void => {
  const { state, order, command } = row;
  if (isFailed(state.status)) {
    const fingerprint = state.error && { fingerprint: fingerprintOf(state.error) };
    marks.failed.push({ ...toMark(row), at: state.at, order, ...fingerprint });
  }
  if (!isFresh) return;
  if (!isTerminal(state.status)) marks.open.push(toMark(row));
  const parentId = command?.parentId;
  if (parentId !== undefined) marks.children.push({ ...toMark(row), id: [parentId, row.id] });
};

export const writeMarks = async (store: Store, { open, failed, children }: Marks): Promise<void> => {
  await Promise.all([
    open.length > 0 && store.execute(markOpenStatement, { open }),
    failed.length > 0 && store.execute(markFailedStatement, { failed }),
    children.length > 0 && store.execute(markChildStatement, { children }),
  ]);
};
