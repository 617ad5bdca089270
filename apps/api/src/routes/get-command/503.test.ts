import { newCommandId } from '@signalbox/runtime/ids';
import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';
import { busAway, storeAway } from '../../testing/memory-ports.ts';

const get = (api: Awaited<ReturnType<typeof createTestApi>>) =>
  api.server.inject({ method: 'GET', url: `/v1/commands/${newCommandId()}` });

test('the database is away and the bus does not have it', async () => {
  await using api = await createTestApi();
  api.view.failure = storeAway();
  const response = await get(api);
  expect(response.statusCode).toBe(503);
  expect(response.headers['retry-after']).toBe('2');
  expect(readProblem(response).code).toBe('store.unavailable');
});

test('the bus is away and the database does not have it', async () => {
  await using api = await createTestApi();
  api.bus.failure = busAway();
  expect(readProblem(await get(api)).code).toBe('bus.unavailable');
});

test('the recorder is too far behind to say that it does not exist', async () => {
  await using api = await createTestApi();
  api.bus.isRecorded = false;
  expect(readProblem(await get(api)).code).toBe('store.unavailable');
});
