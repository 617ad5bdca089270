import { actionViewSchema } from '@signalbox/shared/http/actions';
import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';

test('an action is written down before it is answered for', async () => {
  await using api = await createTestApi();
  const body = { action: 'cancel', filter: { status: 'queued', 'input.user': '7' }, reason: 'why' };
  const response = await api.send('POST', '/v1/commands/actions', body);
  expect(response.statusCode).toBe(202);
  const action = actionViewSchema.parse(response.json());
  expect(action).toMatchObject({ ...body, status: 'running', total: 0, done: 0, ratePerSecond: 200 });
  expect(response.headers['location']).toBe(`/v1/actions/${action.id}`);
  expect(api.actions.stored.get(action.id)?.state.view).toEqual(action);
  expect((await api.send('GET', `/v1/actions/${action.id}`)).json()).toEqual(action);
  expect((await api.send('GET', '/v1/actions')).json()).toEqual({ items: [action] });
});
