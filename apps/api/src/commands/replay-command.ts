import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { ReplayBody } from '@signalbox/shared/http/replay';
import { isTerminal } from '@signalbox/shared/status/status';
import { getCommand } from './get-command.ts';
import type { CommandView, TraceContext } from './ports.ts';
import { submitCommand, type Submission } from './submit-command.ts';
import { submitOnce, toOnceResult, type OnceResult, type SubmitOnceContext } from './submit-once.ts';
import { toReplayBody } from './to-replay-body.ts';

export type ReplayContext = SubmitOnceContext & { view: Pick<CommandView, 'find'> };

export interface ReplayRequest {
  /** The command that has ended. */
  id: string;
  body: ReplayBody;
  trace: TraceContext;
  key: string | undefined;
}

/** Waits for the history, as a read does, so that a command whose end was just told can be replayed. */
const requireEnded = async (ctx: ReplayContext, id: string): Promise<CommandEnvelope> => {
  const { status } = await getCommand(ctx, id);
  const command = isTerminal(status) ? (await ctx.view.find(id))?.command : undefined;
  if (command) return command;
  throw new AppError(
    'command.not_ended',
    `The command ${id} is ${status}: only one that has ended can be replayed. Wait for its end, or cancel it first.`,
  );
};

/**
 * Submits an ended command again, with the same or another input, as a new command that names it.
 * @throws AppError `command.not_found`, `command.not_ended`, or as `submitOnce`
 */
export const replayCommand = async (
  ctx: ReplayContext,
  { id, body, trace, key }: ReplayRequest,
): Promise<OnceResult> => {
  const command = await requireEnded(ctx, id);
  const submission: Submission = {
    id: ctx.newId(),
    body: toReplayBody(command, body.input),
    origin: { replayOf: id, ...(body.reason !== undefined && { replayReason: body.reason }) },
    trace,
  };
  if (key !== undefined) return submitOnce(ctx, { ...submission, key });
  return toOnceResult(await submitCommand(ctx, submission));
};
