import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';

test('a schedule is deleted', async () => {
  await using api = await createTestApi();
  const body = { name: 'Ping', command: { name: 'system.ping', input: {} }, cron: '0 3 * * *' };
  const { id } = (await api.send('POST', '/v1/schedules', body)).json<{ id: string }>();
  const response = await api.send('DELETE', `/v1/schedules/${id}`);
  expect([response.statusCode, response.body]).toEqual([204, '']);
  expect(api.schedules.rows.size).toBe(0);
});
