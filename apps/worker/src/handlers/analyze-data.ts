import { setTimeout as wait } from 'node:timers/promises';
import type { dataAnalyze } from '@signalbox/shared/commands/data-analyze';
import type { Handler } from './handler.ts';

export const analyzeData: Handler<typeof dataAnalyze> = async (
  { numbers, analysis_type, delay_seconds },
  context,
) => {
  const startedAt = performance.now();
  if (delay_seconds) await wait(delay_seconds * 1_000, undefined, { signal: context.signal });
  const facts = { sum: 0, min: Infinity, max: -Infinity };
  for (const number of numbers) {
    facts.sum += number;
    facts.min = Math.min(facts.min, number);
    facts.max = Math.max(facts.max, number);
  }
  return {
    success: true,
    analysis_type,
    count: numbers.length,
    sum: facts.sum,
    average: facts.sum / numbers.length,
    min_value: facts.min,
    max_value: facts.max,
    processing_time: (performance.now() - startedAt) / 1_000,
  };
};
