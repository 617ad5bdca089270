import type { CommandLog } from '@signalbox/shared/http/command-view';
import { getCommand } from './get-command.ts';
import type { LocateContext } from './locate-command.ts';
import type { CommandView, LogPlace } from './ports.ts';

export type LogContext = LocateContext & { view: Pick<CommandView, 'find' | 'log'> };

const encodePlace = ({ attempt, n, line }: LogPlace): string => `${attempt}-${n}-${line}`;

/** The schema of the query has checked its form. */
const decodePlace = (cursor: string): LogPlace => {
  const [attempt = 0, n = 0, line = 0] = cursor.split('-').map(Number);
  return { attempt, n, line };
};

/**
 * One page of what a command's handler logged, oldest first.
 * @throws AppError `command.not_found`, `store.unavailable` or `bus.unavailable`
 */
export const getLog = async (
  ctx: LogContext,
  { id, after, limit }: { id: string; after?: string | undefined; limit: number },
): Promise<CommandLog> => {
  await getCommand(ctx, id);
  const query = { id, ...(after !== undefined && { after: decodePlace(after) }), limit: limit + 1 };
  // One more than asked for tells whether there is a next page.
  const found = await ctx.view.log(query);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ place: _, ...line }) => line),
    ...(found.length > page.length && last && { nextCursor: encodePlace(last.place) }),
  };
};
