import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';
import { makeCommand, started } from '../../testing/make-events.ts';
import { busAway, storeAway } from '../../testing/memory-ports.ts';

const id = '01KFX0000000000000000000AA';
const url = `/v1/commands/${id}/cancel`;

test('without a bus nothing is canceled, and the client is told when to come again', async () => {
  await using api = await createTestApi();
  api.view.record(started(makeCommand(id)), 1);
  api.cancellations.failure = busAway();
  const response = await api.send('POST', url);
  expect(readProblem(response)).toMatchObject({ status: 503, code: 'bus.unavailable' });
  expect(response.headers['retry-after']).toBe('2');
  expect(api.eventLog.appended).toEqual([]);
});

test('without a database a command is canceled as long as it is on the bus', async () => {
  await using api = await createTestApi();
  api.view.failure = storeAway();
  api.eventLog.onAppend = (event) => void api.archive.append(event);
  expect(readProblem(await api.send('POST', url)).code).toBe('store.unavailable');
  api.bus.queued.set(id, { command: makeCommand(id), trace: { traceId: '', headers: {} } });
  expect((await api.send('POST', url)).json()).toMatchObject({ status: 'canceled' });
});
