import type { HealthReport } from '@signalbox/shared/health/report';
import type { HealthTransition } from '@signalbox/shared/health/transition';
import type { Now } from './core/evidence.ts';
import type { FleetInstance } from './fleet.ts';
import type { Picture } from './picture.ts';

export interface WatchOptions {
  picture: Picture;
  readNow: () => Now;
  /** The interval everybody is told to beat in, in ms. */
  intervalMs: number;
  onTransitions: (transitions: readonly HealthTransition[]) => void;
  onSuspects: (suspects: readonly FleetInstance[]) => void;
  onReport: (report: HealthReport) => void;
  /** Our own event loop stood still: what was not heard meanwhile says nothing. */
  onStall: () => void;
}

export interface Watch {
  /** Looks soon, as something new is known. */
  nudge(): void;
  stop(): void;
}

const turnMs = 500;
/** However much happens, no more than four reports a second. */
const leastBetweenMs = 250;
const reportEveryMs = 2_000;

/** Looks at the picture twice a second and at once when something is new; hands on what has changed. */
export const startWatch = (options: WatchOptions): Watch => {
  const { picture, readNow, intervalMs } = options;
  let timer: NodeJS.Timeout | undefined;
  let isSoon = false;
  let turnedMs = readNow().ms;
  let reportedMs = Number.NEGATIVE_INFINITY;
  let reportedRevision = -1;

  const schedule = (waitMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(turn, waitMs).unref();
  };
  const report = (now: Now): void => {
    if (picture.revision === reportedRevision && now.ms - reportedMs < reportEveryMs) return;
    reportedRevision = picture.revision;
    reportedMs = now.ms;
    options.onReport(picture.toReport(now));
  };
  const turn = (): void => {
    const now = readNow();
    isSoon = false;
    if (now.ms - turnedMs > turnMs + intervalMs) {
      picture.restartTimers(now);
      options.onStall();
    }
    turnedMs = now.ms;
    const transitions = picture.evaluate(now);
    if (transitions.length > 0) options.onTransitions(transitions);
    options.onSuspects(picture.listSuspects(now));
    report(now);
    schedule(turnMs);
  };

  schedule(0);
  return {
    nudge() {
      if (isSoon) return;
      isSoon = true;
      schedule(Math.max(0, leastBetweenMs - (readNow().ms - turnedMs)));
    },
    stop: () => clearTimeout(timer),
  };
};
