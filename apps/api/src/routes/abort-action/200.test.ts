import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';

test('an action is aborted once, and stays so', async () => {
  await using api = await createTestApi();
  const body = { action: 'delete', filter: { status: 'failed' }, reason: 'why' };
  const { id } = (await api.send('POST', '/v1/commands/actions', body)).json<{ id: string }>();
  const response = await api.send('POST', `/v1/actions/${id}/abort`);
  expect(response.statusCode).toBe(200);
  expect(response.json()).toMatchObject({ id, status: 'aborted', finishedAt: expect.any(String) });
  expect((await api.send('POST', `/v1/actions/${id}/abort`)).json()).toEqual(response.json());
});
