import type { CommandView as CommandDocument } from '@signalbox/shared/http/command-view';
import type { RetryPolicy } from '@signalbox/shared/retry/policy';
import { encodeCursor } from './cursor.ts';
import type { CommandFilter, CommandView } from './ports.ts';
import { toCommandView } from './to-command-view.ts';

export interface ListContext {
  view: Pick<CommandView, 'list'>;
  retryPolicy: RetryPolicy;
}

export interface CommandPage {
  items: CommandDocument[];
  /** Absent on the last page. */
  nextCursor?: string;
}

/**
 * One page of the recorded commands.
 * @throws AppError `store.unavailable`
 */
export const listCommands = async (
  { view, retryPolicy }: ListContext,
  filter: CommandFilter,
): Promise<CommandPage> => {
  // One more than asked for tells whether there is a next page.
  const rows = await view.list({ ...filter, limit: filter.limit + 1 });
  const page = rows.slice(0, filter.limit);
  const last = page.at(-1);
  const { limit: _limit, afterId: _afterId, ...list } = filter;
  return {
    items: page.map((row) => toCommandView(row, retryPolicy)).filter((command) => command !== undefined),
    ...(rows.length > page.length && last && { nextCursor: encodeCursor(last.id, list) }),
  };
};
