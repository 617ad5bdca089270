import type { FaultRecord } from '../faults/run-faults.ts';
import type { Fault } from '../plan/plan-faults.ts';

/** A stretch of time in epoch ms. */
export interface Stretch {
  fromMs: number;
  untilMs: number;
}

export const meets = (left: Stretch, right: Stretch): boolean =>
  left.fromMs <= right.untilMs && right.fromMs <= left.untilMs;

/** Reconnecting, and starting, take a process this long after it is back. */
const returnMs = 3_000;

/** When what a fault hurt was not quite itself. */
const toStretch = ({ fromMs, untilMs, recoveryMs }: FaultRecord): Stretch => ({
  fromMs,
  untilMs: untilMs + recoveryMs + returnMs,
});

/** The times at which those of the faults that are meant had their effect. */
export const listStretches = (
  faults: readonly FaultRecord[],
  isMeant: (fault: Fault) => boolean,
): Stretch[] => faults.filter(({ fault }) => isMeant(fault)).map(toStretch);

const overlap = (left: Stretch, right: Stretch): Stretch => ({
  fromMs: Math.max(left.fromMs, right.fromMs),
  untilMs: Math.min(left.untilMs, right.untilMs),
});

/** The times at which no API may have reached the bus. */
export const listApiOutages = (faults: readonly FaultRecord[]): Stretch[] => {
  const first = listStretches(faults, ({ target }) => target === 'api');
  const second = listStretches(faults, ({ target }) => target === 'api-2');
  const both = first.flatMap((one) =>
    second.filter((other) => meets(one, other)).map((o) => overlap(one, o)),
  );
  return [...both, ...listStretches(faults, ({ target }) => target === 'nats')];
};
