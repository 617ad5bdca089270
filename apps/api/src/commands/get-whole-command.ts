import { findDefinition } from '@signalbox/shared/commands/catalog';
import type { CommandView as CommandDocument } from '@signalbox/shared/http/command-view';
import { describeWaiting, type WaitingContext } from './describe-waiting.ts';
import { getCommand } from './get-command.ts';
import type { LocateContext } from './locate-command.ts';
import type { CommandView } from './ports.ts';

export type WholeContext = LocateContext &
  WaitingContext & { view: Pick<CommandView, 'find' | 'countChildren'> };

const partLimitMs = 500;

/** What is told beside the command itself, if it can be told soon. */
const orNothing = async <Part>(part: Promise<Part | undefined>): Promise<Part | undefined> => {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), partLimitMs);
  try {
    return await Promise.race([part, late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
};

const limitOf = async (
  { view }: WholeContext,
  { id, name, concurrencyKey }: CommandDocument,
): Promise<number> => {
  if (concurrencyKey === undefined) return 1;
  const own = (await view.find(id))?.command?.concurrencyLimit;
  return own ?? findDefinition(name)?.concurrencyLimit ?? 1;
};

/**
 * One command with all that can be told of it: how its children stand, and why it waits.
 * @throws AppError as `getCommand`
 */
export const getWholeCommand = async (ctx: WholeContext, id: string): Promise<CommandDocument> => {
  const [command, children] = await Promise.all([getCommand(ctx, id), orNothing(ctx.view.countChildren(id))]);
  const explain = async () => describeWaiting(ctx, command, await limitOf(ctx, command));
  const waitingFor = await orNothing(explain());
  return { ...command, ...(children && { children }), ...(waitingFor !== undefined && { waitingFor }) };
};
