import { setTimeout as wait } from 'node:timers/promises';
import type { demoBlock, demoCrash, demoFlaky, demoSlow } from '@signalbox/shared/commands/demo';
import type { Handler } from './handler.ts';

export const failThenWork: Handler<typeof demoFlaky> = ({ failures }, { attempt }) => {
  if (attempt <= failures) throw new Error(`Attempt ${attempt} fails, as asked; ${failures} are to fail.`);
  return { attempts: attempt };
};

export const workSlowly: Handler<typeof demoSlow> = async ({ durationMs, steps, ignoreSignal }, context) => {
  const startedAt = performance.now();
  for (let step = 1; step <= steps; step += 1) {
    await wait(durationMs / steps, undefined, ignoreSignal ? {} : { signal: context.signal });
    context.progress((step / steps) * 100, `step ${step} of ${steps}`);
  }
  return { durationMs: performance.now() - startedAt, steps };
};

export const block: Handler<typeof demoBlock> = ({ durationMs, onlyFirst }, { attempt }) => {
  const until = performance.now() + (onlyFirst && attempt > 1 ? 0 : durationMs);
  while (performance.now() < until) Math.sqrt(until);
  return { worker: process.pid };
};

/** Leaves as a crash would: no clean-up, no report. */
export const crash: Handler<typeof demoCrash> = () => {
  process.kill(process.pid, 'SIGKILL');
  return {};
};
