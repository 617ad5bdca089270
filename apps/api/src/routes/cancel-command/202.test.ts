import { endingSchema } from '@signalbox/shared/http/cancel';
import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';
import { makeCommand, started } from '../../testing/make-events.ts';

const id = '01KFX0000000000000000000AA';

test('a handler that takes its time to end: the stop is on its way', async () => {
  await using api = await createTestApi();
  api.view.record(started(makeCommand(id)), 1);
  const asked: unknown[] = [];
  api.cancellations.onAsk = (request) => asked.push(request) > 0;
  const response = await api.send('POST', `/v1/commands/${id}/cancel`, { reason: 'not needed' });
  expect(response.statusCode).toBe(202);
  expect(endingSchema.parse(response.json())).toMatchObject({
    id,
    status: 'running',
    links: { self: `/v1/commands/${id}` },
  });
  expect(asked).toEqual([{ id, reason: 'not needed' }]);
  expect(api.eventLog.appended).toEqual([]);
});

test('once more before it has ended: the same answer', async () => {
  await using api = await createTestApi();
  api.view.record(started(makeCommand(id)), 1);
  api.cancellations.onAsk = () => true;
  const send = async () => (await api.send('POST', `/v1/commands/${id}/cancel`)).statusCode;
  expect([await send(), await send()]).toEqual([202, 202]);
});
