import type { CommandEvent } from '@signalbox/shared/events/command-event';
import type { CommandRow, CommandState } from '@signalbox/shared/events/fold';
import type { HistoryItem } from '@signalbox/shared/http/command-view';
import { mergeHistory } from '@signalbox/shared/http/merge-history';
import { toHistoryItem } from '@signalbox/shared/http/to-history-item';
import { isCommandId } from '@signalbox/shared/ids';
import type { Store } from './connect.ts';
import { findCommand } from './find-command.ts';

/** The row does not tell where in the stream its command was accepted; that it was, comes first. */
const toAcceptedItem = ({ id, command }: CommandRow): HistoryItem[] => {
  if (!command) return [];
  const event: CommandEvent = { type: 'accepted', id, at: command.submittedAt, command };
  return [toHistoryItem(event, 0)];
};

/** The whole log has a route of its own. */
const mostLogItems = 1_000;

const iso = (ms: number): string => new Date(ms).toISOString();

const toEndItem = (id: string, state: CommandState): HistoryItem[] => {
  const { status } = state;
  if (status !== 'completed' && status !== 'failed' && status !== 'canceled') return [];
  return [
    {
      seq: state.position,
      id,
      type: status,
      at: iso(state.at),
      attempt: state.attempt,
      ...(state.worker !== undefined && { worker: state.worker }),
      ...(state.startedAt !== undefined && { startedAt: iso(state.startedAt) }),
      ...(state.error && { error: state.error }),
      ...('result' in state && { result: state.result }),
      ...(state.resultRef && { resultBytes: state.resultRef.bytes }),
      ...(state.reason !== undefined && { reason: state.reason }),
    },
  ];
};

/**
 * All that happened to a command, oldest first. Its beginning and its end are in its row; only what
 * happened in between has rows of its own.
 * @throws AppError `store.unavailable`
 */
export const findHistory = async (store: Store, id: string): Promise<HistoryItem[]> => {
  if (!isCommandId(id)) return [];
  const row = await findCommand(store, id);
  if (!row) return [];
  // The id is checked above: 26 letters and digits.
  const [between, logged] = await store.query<[{ item: HistoryItem }[], string[]]>(
    `SELECT item FROM command_event:['${id}', 0]..['${id}', 1000000];
    SELECT VALUE item FROM command_log:['${id}', 0]..['${id}', 1000000] LIMIT ${mostLogItems}`,
  );
  const ends = [...toAcceptedItem(row), ...toEndItem(id, row.state)];
  return mergeHistory(
    // What the recorder wrote is a history item.
    [...between.map(({ item }) => item), ...logged.map((item) => JSON.parse(item) as HistoryItem)],
    ends,
  );
};
