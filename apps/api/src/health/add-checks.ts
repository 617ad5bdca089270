import type { Bus } from '@signalbox/runtime/bus/connect';
import type { ServiceHealth } from '@signalbox/runtime/health/create-health';
import type { LateStore } from '../adapters/late-store.ts';

const toMs = (sinceMs: number): number => Math.round((performance.now() - sinceMs) * 10) / 10;

/** Above this share of busy time every request waits for others. */
const busyShare = 0.95;

const createLoopCheck = () => {
  let last = performance.eventLoopUtilization();
  return async () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    if (utilization < busyShare) return { status: 'pass' } as const;
    return {
      status: 'warn',
      output: `The event loop is busy ${Math.round(utilization * 100)} % of the time.`,
    } as const;
  };
};

/** Without the bus the API accepts nothing; without the database it only cannot look back. */
export const addChecks = (health: ServiceHealth, { bus, store }: { bus: Bus; store: LateStore }): void => {
  health.addCheck({
    name: 'bus',
    critical: true,
    run: async () => {
      if (!bus.connected) return { status: 'fail', output: 'NATS is not connected' };
      return { status: 'pass', observedMs: await bus.nc.rtt() };
    },
    everyMs: 2_000,
  });
  health.addCheck({ name: 'event-loop', critical: false, run: createLoopCheck() });
  health.addCheck({
    name: 'store',
    critical: false,
    run: async () => {
      const beganMs = performance.now();
      try {
        await store.ask((database) => database.ping());
        return { status: 'pass', observedMs: toMs(beganMs) };
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return { status: 'warn', output: `${reason} Reads are not answered; commands are accepted.` };
      }
    },
    everyMs: 2_000,
  });
};
