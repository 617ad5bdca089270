import { queueViewSchema } from '@signalbox/shared/http/stats';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createTestApi } from '../../testing/create-test-api.ts';
import { makeReport } from '../../testing/make-report.ts';

const answerSchema = z.object({ items: z.array(queueViewSchema) });

test('queues add up their lanes and say who serves them', async () => {
  const oldestWaitingAt = Date.now() - 5_000;
  await using api = await createTestApi({
    readLanes: async () => [
      { queue: 'default', waiting: 3, taken: 1, oldestWaitingAt },
      { queue: 'default', waiting: 2, taken: 1, oldestWaitingAt: oldestWaitingAt + 1_000 },
      { queue: 'special', waiting: 7, taken: 0 },
    ],
  });
  api.reports.accept(makeReport());
  const { items } = answerSchema.parse(
    (await api.server.inject({ method: 'GET', url: '/v1/queues' })).json(),
  );
  expect(items.map(({ name }) => name)).toEqual(['default', 'demo', 'http', 'special']);
  expect(items[0]).toMatchObject({ depth: 5, running: 2, workers: 1, slots: 64, paused: false });
  expect(items[0]?.oldestAgeMs).toBeGreaterThanOrEqual(5_000);
  expect(items[0]?.oldestAgeMs).toBeLessThan(15_000);
  expect(items[3]).toEqual({ name: 'special', depth: 7, running: 0, workers: 0, slots: 0, paused: false });
});

test('a worker that is gone serves nothing', async () => {
  await using api = await createTestApi();
  api.reports.accept(makeReport({ state: 'offline' }));
  const { items } = answerSchema.parse(
    (await api.server.inject({ method: 'GET', url: '/v1/queues' })).json(),
  );
  expect(items.every(({ workers }) => workers === 0)).toBe(true);
});
