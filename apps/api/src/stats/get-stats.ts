import { AppError } from '@signalbox/shared/errors/app-error';
import type { Stats, StatsPoint } from '@signalbox/shared/http/stats';
import type { Clock } from '../commands/ports.ts';

export interface StatsContext {
  /** @throws AppError `store.unavailable` */
  readStats: (window: { fromMs: number; toMs: number; stepMs: number }) => Promise<StatsPoint[]>;
  clock: Clock;
}

const minuteMs = 60_000;
/** As many points as a chart can show, and a bound on one answer. */
const maxPoints = 1_500;

const checkStep = ({ windowMs, stepMs }: { windowMs: number; stepMs: number }): void => {
  const refuse = (detail: string): never => {
    throw new AppError('request.invalid', 'The step does not fit; see errors.', {
      errors: [{ pointer: '/query/step', detail }],
    });
  };
  if (stepMs % minuteMs !== 0) refuse('must be whole minutes, such as 60000 or 300000');
  if (stepMs > windowMs) refuse('must not be longer than the window');
  const least = Math.ceil(windowMs / maxPoints / minuteMs) * minuteMs;
  if (stepMs < least)
    refuse(`must be at least ${least} for this window: an answer has at most ${maxPoints} points`);
};

/**
 * The steps of a window that ends now, the current and unfinished one last.
 * @throws AppError `request.invalid` or `store.unavailable`
 */
export const getStats = async (
  { readStats, clock }: StatsContext,
  window: { windowMs: number; stepMs: number },
): Promise<Stats> => {
  checkStep(window);
  const { windowMs, stepMs } = window;
  const toMs = (Math.floor(clock.now() / stepMs) + 1) * stepMs;
  const fromMs = toMs - Math.ceil(windowMs / stepMs) * stepMs;
  return { windowMs, stepMs, points: await readStats({ fromMs, toMs, stepMs }) };
};
