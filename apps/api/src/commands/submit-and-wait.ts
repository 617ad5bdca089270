import { isTerminal } from '@signalbox/shared/status/status';
import type { CommandView as CommandDocument } from '@signalbox/shared/http/command-view';
import type { Accepted, SubmitBody } from '@signalbox/shared/http/submit';
import { locateCommand } from './locate-command.ts';
import type { EndFeed, EndWaiter, TraceContext } from './ports.ts';
import { submitCommand } from './submit-command.ts';
import { submitOnce, toOnceResult, type OnceResult, type SubmitOnceContext } from './submit-once.ts';
import { toCommandView } from './to-command-view.ts';

export type SubmitAndWaitContext = SubmitOnceContext & { feed: EndFeed };

export interface SubmitRequest {
  body: SubmitBody;
  trace: TraceContext;
  key: string | undefined;
  /** How long to wait for the end, in ms. */
  waitMs: number;
  /** Called with the way to give up waiting early. */
  onWaiting: (release: () => void) => void;
}

export type SubmitResult =
  | { kind: 'accepted'; accepted: Accepted; isRepeated: boolean }
  | { kind: 'ended'; command: CommandDocument };

const submit = async (ctx: SubmitAndWaitContext, request: SubmitRequest, id: string): Promise<OnceResult> => {
  const { body, trace, key } = request;
  if (key !== undefined) return submitOnce(ctx, { id, body, trace, key });
  return toOnceResult(await submitCommand(ctx, { id, body, trace }));
};

const awaitEnd = async (
  ctx: SubmitAndWaitContext,
  waiter: EndWaiter,
  { waitMs, onWaiting }: SubmitRequest,
): Promise<CommandDocument | undefined> => {
  onWaiting(() => waiter.release());
  const row = await waiter.ended(waitMs);
  return row && toCommandView(row, ctx.retryPolicy);
};

/** A command that was submitted before may have ended before the waiter was there. */
const awaitEarlier = async (
  ctx: SubmitAndWaitContext,
  request: SubmitRequest,
  id: string,
): Promise<CommandDocument | undefined> => {
  const waiter = ctx.feed.waitFor(id);
  try {
    const located = await locateCommand(ctx, id);
    if (located && isTerminal(located.status)) return located;
    return await awaitEnd(ctx, waiter, request);
  } finally {
    waiter.release();
  }
};

/**
 * Tells how the command stands after the wait, as far as it is recorded; that is not waited for, since the caller has
 * waited, and the process may be stopping.
 */
const answerUnended = async (ctx: SubmitAndWaitContext, result: OnceResult): Promise<SubmitResult> => {
  const row = await ctx.view.find(result.accepted.id).catch(() => undefined);
  const command = row && toCommandView(row, ctx.retryPolicy);
  if (command && isTerminal(command.status)) return { kind: 'ended', command };
  const accepted = { ...result.accepted, ...(command && { status: command.status }) };
  return { kind: 'accepted', ...result, accepted };
};

/** Accepts a command and waits for its end; what has not ended in time is answered as accepted. */
export const submitAndWait = async (
  ctx: SubmitAndWaitContext,
  request: SubmitRequest,
): Promise<SubmitResult> => {
  const id = ctx.newId();
  if (request.waitMs === 0) return { kind: 'accepted', ...(await submit(ctx, request, id)) };
  const waiter = ctx.feed.waitFor(id);
  try {
    const result = await submit(ctx, request, id);
    const command = result.isRepeated
      ? await awaitEarlier(ctx, request, result.accepted.id)
      : await awaitEnd(ctx, waiter, request);
    return command ? { kind: 'ended', command } : await answerUnended(ctx, result);
  } finally {
    waiter.release();
  }
};
