import { queueViewSchema } from '@signalbox/shared/http/stats';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createTestApi } from '../../testing/create-test-api.ts';

test('a queue is paused and limited, and shows it', async () => {
  await using api = await createTestApi();
  const paused = await api.send('PATCH', '/v1/queues/default', { paused: true });
  expect(paused.statusCode).toBe(200);
  expect(queueViewSchema.parse(paused.json())).toMatchObject({ name: 'default', paused: true });
  const limited = await api.send('PATCH', '/v1/queues/default', { concurrency: 3, ratePerSecond: 0.5 });
  expect(limited.json()).toMatchObject({ paused: true, concurrency: 3, ratePerSecond: 0.5 });
  const { items } = z
    .object({ items: z.array(queueViewSchema) })
    .parse((await api.send('GET', '/v1/queues')).json());
  expect(items.find(({ name }) => name === 'default')).toEqual(limited.json());
  expect(items.find(({ name }) => name === 'http')).toMatchObject({ paused: false });
});

test('null takes a limit back and leaves the rest', async () => {
  await using api = await createTestApi();
  await api.send('PATCH', '/v1/queues/demo', { concurrency: 3, ratePerSecond: 5 });
  const answer = await api.send('PATCH', '/v1/queues/demo', { concurrency: null });
  expect(answer.json()).toMatchObject({ paused: false, ratePerSecond: 5 });
  expect(answer.json()).not.toHaveProperty('concurrency');
});

test('a queue that only the bus knows', async () => {
  await using api = await createTestApi({
    readLanes: async () => [{ queue: 'special', waiting: 4, taken: 0 }],
  });
  const answer = await api.send('PATCH', '/v1/queues/special', { paused: true });
  expect(answer.json()).toMatchObject({ name: 'special', depth: 4, paused: true });
});
