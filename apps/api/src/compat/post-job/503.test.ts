import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';
import { busAway } from '../../testing/memory-ports.ts';

test('a submission that fails leaves nothing behind and is an error', async () => {
  await using api = await createTestApi();
  api.bus.failure = busAway();
  const response = await api.send('POST', '/api/commands/jobs', { command: 'system.ping', input: {} });
  expect(readProblem(response)).toMatchObject({ status: 503, code: 'bus.unavailable' });
  api.bus.failure = undefined;
  expect([api.bus.queued.size, api.eventLog.appended.length]).toEqual([0, 0]);
});
