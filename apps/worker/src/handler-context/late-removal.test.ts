import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createMemorySteps } from '../testing/memory-services.ts';
import { removeLate } from './late-removal.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
afterEach(() => vi.useRealTimers());

test('steps stay for some minutes after the end of their command, and are removed then', async () => {
  const steps = createMemorySteps();
  const late = removeLate(steps);
  await late.store('one', { key: 'charge', at: 1 });
  await late.remove('one');
  vi.advanceTimersByTime(120_000);
  expect(await late.list('one')).toHaveLength(1);
  vi.advanceTimersByTime(120_000);
  expect(await steps.list('one')).toHaveLength(0);
  expect(vi.getTimerCount()).toBe(0);
});
