import type { HistoryItem } from '@signalbox/shared/http/command-view';
import { getCommand } from './get-command.ts';
import type { LocateContext } from './locate-command.ts';
import type { CommandView } from './ports.ts';

export type HistoryContext = LocateContext & { view: Pick<CommandView, 'find' | 'history'> };

/**
 * What has been recorded of a command, oldest first; empty for one that was accepted a moment ago.
 * @throws AppError `command.not_found`, `store.unavailable` or `bus.unavailable`
 */
export const getHistory = async (ctx: HistoryContext, id: string): Promise<HistoryItem[]> => {
  await getCommand(ctx, id);
  return ctx.view.history(id);
};
