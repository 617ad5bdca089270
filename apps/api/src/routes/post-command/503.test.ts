import { AppError } from '@signalbox/shared/errors/app-error';
import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';
import { busAway } from '../../testing/memory-ports.ts';

const ping = { name: 'system.ping', input: {} };

test('without a bus nothing is accepted, and the client is told when to come again', async () => {
  await using api = await createTestApi();
  api.bus.failure = busAway();
  const response = await api.post(ping);
  expect(response.statusCode).toBe(503);
  expect(response.headers['retry-after']).toBe('2');
  expect(readProblem(response).code).toBe('bus.unavailable');
  expect(api.eventLog.appended).toEqual([]);
});

test('a full stream', async () => {
  await using api = await createTestApi();
  api.bus.failure = new AppError('bus.full', 'The stream takes no more.', { retryAfterMs: 4_100 });
  const response = await api.post(ping);
  expect(response.headers['retry-after']).toBe('5');
  expect(readProblem(response).code).toBe('bus.full');
});

test('a key whose first request failed is good for the next', async () => {
  await using api = await createTestApi();
  const headers = { 'idempotency-key': 'k' };
  api.bus.failure = busAway();
  expect((await api.post(ping, { headers })).statusCode).toBe(503);
  api.bus.failure = undefined;
  expect((await api.post(ping, { headers })).statusCode).toBe(200);
  expect(api.bus.published).toHaveLength(1);
});
