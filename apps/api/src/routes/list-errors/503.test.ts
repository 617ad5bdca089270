import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';
import { storeAway } from '../../testing/memory-ports.ts';

test('the database is away', async () => {
  await using api = await createTestApi();
  api.view.failure = storeAway();
  expect(readProblem(await api.send('GET', '/v1/errors')).code).toBe('store.unavailable');
});
