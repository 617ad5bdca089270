import type { demoFanOut } from '@signalbox/shared/commands/demo';
import type { Handler } from './handler.ts';

export const fanOut: Handler<typeof demoFanOut> = async ({ children, durationMs, concurrency }, context) => {
  const inputs = Array.from({ length: children }, () => ({ durationMs, steps: 1 }));
  const outcomes = await context.spawnAll('demo.slow', inputs, { concurrency });
  const count = (wanted: string): number => outcomes.filter(({ status }) => status === wanted).length;
  return { completed: count('completed'), failed: count('failed'), canceled: count('canceled') };
};
