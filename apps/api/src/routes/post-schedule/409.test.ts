import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test('a name is taken once', async () => {
  await using api = await createTestApi();
  const body = { name: 'Ping', command: { name: 'system.ping', input: {} }, cron: '0 3 * * *' };
  await api.send('POST', '/v1/schedules', body);
  const response = await api.send('POST', '/v1/schedules', body);
  expect(readProblem(response)).toMatchObject({ status: 409, code: 'schedule.name_taken' });
});
