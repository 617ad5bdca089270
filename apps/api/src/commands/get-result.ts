import { AppError } from '@signalbox/shared/errors/app-error';
import { isTerminal } from '@signalbox/shared/status/status';
import { getCommand } from './get-command.ts';
import type { LocateContext } from './locate-command.ts';
import type { Results } from './ports.ts';

export type ResultContext = LocateContext & { results: Results };

/**
 * The result of a completed command as JSON; a large one comes piece by piece.
 * @throws AppError `command.not_ended`, `command.no_result`, or as `getCommand`
 */
export const getResult = async (
  ctx: ResultContext,
  id: string,
): Promise<string | ReadableStream<Uint8Array>> => {
  const { status } = await getCommand(ctx, id);
  if (!isTerminal(status))
    throw new AppError('command.not_ended', `Command ${id} is ${status}; its result comes with its end.`);
  const state = (await ctx.view.find(id))?.state;
  if (state?.resultRef) {
    const stored = await ctx.results.stream(state.resultRef.key);
    if (stored) return stored;
    throw new AppError('command.no_result', `The result of command ${id} is not kept any more.`);
  }
  if (status !== 'completed' || state?.result === undefined)
    throw new AppError('command.no_result', `Command ${id} ended as ${status} and has no result.`);
  return JSON.stringify(state.result);
};
