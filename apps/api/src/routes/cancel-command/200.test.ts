import { commandViewSchema } from '@signalbox/shared/http/command-view';
import { expect, test, vi } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';
import { accepted, completed, makeCommand, retrying, started } from '../../testing/make-events.ts';

const id = '01KFX0000000000000000000AA';
const url = `/v1/commands/${id}/cancel`;

type Api = Awaited<ReturnType<typeof createTestApi>>;

/** What is stored comes back over the live feed, as it does from the bus. */
const feedBack = (api: Api) => (api.eventLog.onAppend = (event) => void api.archive.append(event));

const queue = (api: Api, parts: Parameters<typeof makeCommand>[1] = {}) => {
  const command = makeCommand(id, parts);
  api.bus.queued.set(id, { command, trace: { traceId: '', headers: {} } });
  return command;
};

test('a queued command ends at once and is taken off the bus, though nothing is recorded of it', async () => {
  await using api = await createTestApi();
  feedBack(api);
  queue(api);
  const response = await api.send('POST', url, { reason: 'not needed' });
  expect(response.statusCode).toBe(200);
  expect(commandViewSchema.parse(response.json())).toMatchObject({
    id,
    status: 'canceled',
    reason: 'not needed',
    attempt: 0,
  });
  expect(api.eventLog.appended.map(({ event }) => event.type)).toEqual(['canceled']);
  expect(api.bus.queued.size).toBe(0);
});

test('workers are told first, the end is stored next, and the message is removed last', async () => {
  await using api = await createTestApi();
  queue(api);
  const order: string[] = [];
  api.cancellations.onAsk = () => order.push(`told: ${api.cancellations.entries.has(id)}`) === 0;
  api.eventLog.onAppend = (event) => {
    order.push(`stored, queued: ${api.bus.queued.has(id)}`);
    api.archive.append(event);
  };
  await api.send('POST', url);
  expect(order).toEqual(['told: true', 'stored, queued: true']);
  expect(api.cancellations.entries.get(id)?.map(({ isEnded }) => isEnded)).toEqual([undefined, true]);
});

test('a scheduled command', async () => {
  await using api = await createTestApi();
  feedBack(api);
  api.view.record(accepted(queue(api, { runAt: Date.now() + 60_000 })), 1);
  expect((await api.send('POST', url)).json()).toMatchObject({ status: 'canceled' });
});

test('a command in back-off keeps its attempts and where it ran', async () => {
  await using api = await createTestApi();
  feedBack(api);
  api.view.record(retrying(queue(api)), 1);
  expect((await api.send('POST', url)).json()).toMatchObject({
    status: 'canceled',
    attempt: 1,
    worker: 'worker-1',
    startedAt: '2026-01-31T08:00:00.005Z',
  });
});

test('a handler that heeds its signal: the end that its worker reports', async () => {
  await using api = await createTestApi();
  const command = queue(api);
  api.view.record(started(command), 1);
  api.cancellations.onAsk = () => {
    api.archive.append({ ...started(command), type: 'canceled', reason: 'stop' });
    return true;
  };
  expect((await api.send('POST', url)).json()).toMatchObject({ status: 'canceled', worker: 'worker-1' });
  expect(api.eventLog.appended).toEqual([]);
});

test('a command that completes in spite of it stays completed', async () => {
  await using api = await createTestApi();
  const command = queue(api);
  api.view.record(started(command), 1);
  api.cancellations.onAsk = () => api.archive.append(completed(command)) > 0;
  expect((await api.send('POST', url)).json()).toMatchObject({ status: 'completed' });
});

test('a command that left the bus and was never recorded as ended is ended', async () => {
  await using api = await createTestApi();
  feedBack(api);
  api.view.record(started(makeCommand(id)), 1);
  expect((await api.send('POST', url)).json()).toMatchObject({ status: 'canceled', attempt: 1 });
});

test('what comes from it is canceled with it, over an ended child too', async () => {
  await using api = await createTestApi();
  feedBack(api);
  api.view.record(started(queue(api)), 1);
  const family = { BB: id, CC: id, DD: '01KFX0000000000000000000CC', EE: '01KFX0000000000000000000ZZ' };
  for (const [end, parentId] of Object.entries(family)) {
    const child = makeCommand(`01KFX0000000000000000000${end}`, { parentId });
    api.view.record(end === 'CC' ? completed(child) : accepted(child), 2);
    api.bus.queued.set(child.id, { command: child, trace: { traceId: '', headers: {} } });
  }
  await api.send('POST', url, { reason: 'not needed' });
  const canceled = () => api.eventLog.appended.map(({ event }) => event.id.slice(-2)).toSorted();
  await vi.waitFor(() => expect(canceled()).toEqual(['AA', 'BB', 'DD']));
  expect(api.cancellations.entries.get('01KFX0000000000000000000DD')?.[0]?.reason).toBe(
    `Command ${id}, from which this one comes, was canceled: not needed`,
  );
});
