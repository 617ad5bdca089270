import type { Bus } from '@signalbox/runtime/bus/connect';
import { subjects } from '@signalbox/shared/naming';
import { ActionDuty } from './actions/action-duty.ts';
import type { ApiContext } from './api-context.ts';
import { ScheduleClock } from './schedules/schedule-clock.ts';
import { seedSchedules } from './schedules/seed-schedules.ts';

const seedAgainMs = 2_000;

/** The database may come later than the process. */
const seedPatiently = (ctx: ApiContext): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const seed = (): void => {
    seedSchedules(ctx).catch(() => {
      if (!isStopped) timer = setTimeout(seed, seedAgainMs);
    });
  };
  seed();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
};

export interface Duties {
  stop(): Promise<void>;
}

/** What the API does beside answering requests; each of its processes does it. */
export const startDuties = (ctx: ApiContext, bus: Bus): Duties => {
  const clock = new ScheduleClock({ ctx, isBusConnected: () => bus.connected });
  const changes = bus.nc.subscribe(subjects.schedulesChanged, { callback: () => clock.refresh() });
  clock.refresh();
  const actions = new ActionDuty(ctx);
  const stopSeeding = seedPatiently(ctx);
  return {
    stop: async () => {
      stopSeeding();
      changes.unsubscribe();
      ctx.actions.stop();
      await Promise.all([clock.stop(), actions.stop()]);
    },
  };
};
