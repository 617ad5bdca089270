import { AppError } from '@signalbox/shared/errors/app-error';
import type { StoredAction } from '@signalbox/runtime/bus/action-states';
import type { ActionView } from '@signalbox/shared/http/actions';
import type { ActionsContext } from './ports.ts';

type AbortContext = Pick<ActionsContext, 'actions' | 'clock'>;

/** @throws AppError `action.not_found`, `bus.unavailable` */
export const requireAction = async (
  { actions }: Pick<ActionsContext, 'actions'>,
  id: string,
): Promise<StoredAction> => {
  const found = await actions.find(id);
  if (found) return found;
  throw new AppError(
    'action.not_found',
    `No bulk action has the id ${id}. GET /v1/actions lists those of the last 30 days.`,
  );
};

/**
 * Ends an action before its time; what it has done by then stays done. One that has ended stays as it is.
 * @throws AppError `action.not_found`, `bus.unavailable`
 */
export const abortAction = async (ctx: AbortContext, id: string): Promise<ActionView> => {
  for (;;) {
    const { state, revision } = await requireAction(ctx, id);
    if (state.view.status !== 'running') return state.view;
    const finishedAt = new Date(ctx.clock.now()).toISOString();
    const view: ActionView = { ...state.view, status: 'aborted', finishedAt };
    if (await ctx.actions.save({ state: { ...state, view }, revision })) return view;
  }
};
