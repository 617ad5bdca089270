import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';
import { completed, makeCommand } from '../../testing/make-events.ts';

const id = '01KFX0000000000000000000AA';

test('the same Idempotency-Key is the same replay', async () => {
  await using api = await createTestApi();
  api.view.record(completed(makeCommand(id)), 1);
  const request = {
    method: 'POST',
    url: `/v1/commands/${id}/retry`,
    headers: { 'content-type': 'application/json', 'idempotency-key': 'again-1' },
    payload: '{}',
  } as const;
  const first = await api.server.inject(request);
  const again = await api.server.inject(request);
  expect([first.statusCode, again.statusCode]).toEqual([202, 200]);
  expect(again.json<{ id: string }>().id).toBe(first.json<{ id: string }>().id);
  expect(api.bus.published).toHaveLength(1);
});
