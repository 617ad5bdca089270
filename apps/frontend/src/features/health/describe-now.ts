import type { InstanceReport, ServiceReport } from '@signalbox/shared/health/report';
import { t } from '../../messages/index.ts';

type Progress = NonNullable<InstanceReport['progress']>;

/** What an instance is busy with, in a few words. */
export const describeWork = ({ inFlight, slots, lag }: Progress): string => {
  if (slots !== undefined) return t.health.slots(inFlight, slots);
  return lag === undefined ? t.health.inFlight(inFlight) : t.health.lag(lag);
};

const add = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : a + b;

const addUp = (all: readonly Progress[]): Progress | undefined =>
  all.length === 0
    ? undefined
    : all.reduce((sum, { inFlight, done, failed, slots, lag }) => ({
        inFlight: sum.inFlight + inFlight,
        done: sum.done + done,
        failed: sum.failed + failed,
        slots: add(sum.slots, slots),
        lag: add(sum.lag, lag),
      }));

/** What to say of a service now: its work while it is healthy and has any, else the reason for its state. */
export const describeNow = ({ state, reason, instances }: ServiceReport): string => {
  const work = addUp(instances.flatMap(({ progress }) => progress ?? []));
  return state === 'healthy' && work !== undefined ? describeWork(work) : reason;
};
