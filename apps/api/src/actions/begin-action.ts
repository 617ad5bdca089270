import type { ActionState } from '@signalbox/runtime/bus/action-states';
import type { ActionCreate, ActionPreview, ActionView } from '@signalbox/shared/http/actions';
import { countCommands } from './count-commands.ts';
import type { ActionsContext } from './ports.ts';
import { submittedBefore, toActionFilter } from './to-action-filter.ts';

/** What has happened up to now should be in the history that the action goes by. */
const recordingLimitMs = 2_000;

const count = async (ctx: ActionsContext, body: ActionCreate, untilMs: number) => {
  const filter = submittedBefore(toActionFilter(body.filter), untilMs);
  await ctx.bus.waitUntilRecorded(recordingLimitMs);
  return countCommands(ctx.view, filter);
};

/**
 * Tells what an action would be done to.
 * @throws AppError `request.invalid`, `bus.unavailable`, `store.unavailable`
 */
export const previewAction = async (ctx: ActionsContext, body: ActionCreate): Promise<ActionPreview> => ({
  action: body.action,
  ...(await count(ctx, body, ctx.clock.now())),
});

/**
 * Writes an action down; from then on it is done, by this process or another.
 * @throws AppError `request.invalid`, `bus.unavailable`, `store.unavailable`
 */
export const beginAction = async (
  ctx: ActionsContext,
  { dryRun: _, ...body }: ActionCreate,
): Promise<ActionView> => {
  const untilMs = ctx.clock.now();
  const { sample: _sample, ...counted } = await count(ctx, { ...body, dryRun: false }, untilMs);
  const view: ActionView = {
    ...body,
    id: ctx.newId(),
    status: 'running',
    ...counted,
    done: 0,
    skipped: 0,
    failed: 0,
    startedAt: new Date(untilMs).toISOString(),
  };
  const state: ActionState = { view, untilMs, owner: ctx.instance, beat: 0 };
  await ctx.actions.create(state);
  return view;
};
