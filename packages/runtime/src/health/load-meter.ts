import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Heartbeat } from '@signalbox/shared/health/heartbeat';

/** Coarse, so that an idle process is woken 20 times a second by it and never enters JavaScript. */
const resolutionMs = 50;

export interface LoadMeter {
  /** The load since the last call. */
  read(): Heartbeat['load'];
  stop(): void;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Measures event-loop delay (ms over what a free loop needs), memory and CPU (percent of one core). */
export const createLoadMeter = (): LoadMeter => {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  let cpu = process.cpuUsage();
  let readAtMs = performance.now();
  return {
    read() {
      const nowMs = performance.now();
      const used = process.cpuUsage(cpu);
      const elapsedMs = Math.max(1, nowMs - readAtMs);
      const p99Ms = delay.count === 0 ? 0 : Math.max(0, delay.percentile(99) / 1e6 - resolutionMs);
      cpu = process.cpuUsage();
      readAtMs = nowMs;
      delay.reset();
      return {
        eventLoopP99Ms: round(p99Ms),
        rssBytes: process.memoryUsage.rss(),
        cpuPercent: round((used.user + used.system) / 10 / elapsedMs),
      };
    },
    stop: () => delay.disable(),
  };
};
