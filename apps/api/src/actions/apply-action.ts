import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { ErrorCode } from '@signalbox/shared/errors/codes';
import type { CommandRow } from '@signalbox/shared/events/fold';
import type { ActionView } from '@signalbox/shared/http/actions';
import { isTerminal } from '@signalbox/shared/status/status';
import { cancelCommand } from '../commands/cancel-command.ts';
import { submitOnce } from '../commands/submit-once.ts';
import { toReplayBody } from '../commands/to-replay-body.ts';
import { toTraceContext } from '../plugins/request-context.ts';
import type { ActionsContext } from './ports.ts';

export interface Applied {
  kind: 'done' | 'skipped' | 'failed';
  /** Why it failed. */
  error?: string;
}

type Verb = (
  ctx: ActionsContext,
  action: ActionView,
  command: CommandEnvelope,
) => Promise<'done' | 'skipped'>;

/** The key makes it the same command for whoever goes on with the action. */
const replay: Verb = async (ctx, { id, reason }, command) => {
  const { accepted } = await submitOnce(ctx, {
    id: ctx.newId(),
    body: toReplayBody(command),
    origin: { replayOf: command.id, replayReason: reason, actionId: id },
    trace: toTraceContext({}),
    key: `action:${id}:${command.id}`,
  });
  // Its unique key belongs to a command that has not ended.
  return accepted.isDuplicate ? 'skipped' : 'done';
};

const verbs: Record<ActionView['action'], Verb> = {
  retry: replay,
  cancel: async (ctx, { reason }, { id }) => {
    await cancelCommand(ctx, { id, reason });
    return 'done';
  },
  delete: async (ctx, { reason }, { id, queue }) => {
    await ctx.eventLog.append(queue, { type: 'deleted', id, at: ctx.clock.now(), reason });
    return 'done';
  },
};

/** What another found in the way, and says about the command what the action wanted to know. */
const passedOver = new Set<ErrorCode>(['command.already_ended', 'command.not_found']);

const toApplied = (error: unknown, id: string): Applied => {
  if (!(error instanceof AppError) || error.retryable) throw error;
  // The key was used for this command by a process of another release.
  if (error.code === 'idempotency.mismatch') return { kind: 'done' };
  if (passedOver.has(error.code)) return { kind: 'skipped' };
  return { kind: 'failed', error: `${id}: ${error.message}` };
};

/**
 * Does to one command what the action says, if its state allows it. Doing it again changes nothing.
 * @throws AppError that is retryable
 */
export const applyAction = async (
  ctx: ActionsContext,
  action: ActionView,
  { id, state, command }: CommandRow,
): Promise<Applied> => {
  const needsEnded = action.action !== 'cancel';
  const isOwn = command?.actionId === action.id;
  if (!command || isOwn || isTerminal(state.status) !== needsEnded) return { kind: 'skipped' };
  try {
    return { kind: await verbs[action.action](ctx, action, command) };
  } catch (error) {
    return toApplied(error, id);
  }
};
