import { newCommandId } from '@signalbox/runtime/ids';
import { commandViewSchema, type CommandView } from '@signalbox/shared/http/command-view';
import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';
import { accepted, completed, makeCommand } from '../../testing/make-events.ts';
import { makeReport } from '../../testing/make-report.ts';
import { busAway, storeAway } from '../../testing/memory-ports.ts';

const noTrace = { traceId: '', headers: {} };

test('a recorded command', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId(), { retry: { maxAttempts: 7 }, tags: ['a'] });
  api.view.record(accepted(command), 1);
  api.view.record(completed(command, { pong: true }), 2);
  const response = await api.server.inject({ method: 'GET', url: `/v1/commands/${command.id}` });
  expect(response.statusCode).toBe(200);
  expect(commandViewSchema.parse(response.json())).toMatchObject({
    id: command.id,
    status: 'completed',
    attempt: 1,
    maxAttempts: 7,
    result: { pong: true },
    submittedAt: '2026-01-31T08:00:00.000Z',
    finishedAt: '2026-01-31T08:00:00.200Z',
    worker: 'worker-1',
  });
});

test('one that is on the bus only', async () => {
  await using api = await createTestApi();
  const [queued, scheduled] = [
    makeCommand(newCommandId()),
    makeCommand(newCommandId(), { runAt: Date.now() + 60_000 }),
  ];
  for (const command of [queued, scheduled]) {
    await api.bus.publish(command, noTrace);
    const response = await api.server.inject({ method: 'GET', url: `/v1/commands/${command.id}` });
    const status = command === queued ? 'queued' : 'scheduled';
    expect(commandViewSchema.parse(response.json())).toMatchObject({ id: command.id, status, attempt: 0 });
  }
});

test('one that is on the bus while the database is away', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId());
  await api.bus.publish(command, noTrace);
  api.view.failure = storeAway();
  const response = await api.server.inject({ method: 'GET', url: `/v1/commands/${command.id}` });
  expect(response.json()).toMatchObject({ status: 'queued' });
});

test('one that has ended and is about to be recorded', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId());
  api.bus.onWait = () => api.view.record(completed(command), 1);
  const response = await api.server.inject({ method: 'GET', url: `/v1/commands/${command.id}` });
  expect(response.json()).toMatchObject({ status: 'completed' });
});

test('one whose recorded row is behind what the live feed has told', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId());
  api.view.record(accepted(command), 1);
  api.bus.onWait = () => api.view.record(completed(command), 2);
  const response = await api.server.inject({ method: 'GET', url: `/v1/commands/${command.id}` });
  expect(response.json()).toMatchObject({ status: 'completed' });
});

test('one that runs while the recorder is far behind, as far as it is known', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId());
  api.view.record(accepted(command), 1);
  api.bus.isRecorded = false;
  const response = await api.server.inject({ method: 'GET', url: `/v1/commands/${command.id}` });
  expect(response.json()).toMatchObject({ status: 'queued' });
});

test('one with children, and how they stand', async () => {
  await using api = await createTestApi();
  const parent = makeCommand(newCommandId());
  api.view.record(accepted(parent), 1);
  for (const end of [accepted, completed, completed])
    api.view.record(end(makeCommand(newCommandId(), { parentId: parent.id })), 2);
  const response = await api.send('GET', `/v1/commands/${parent.id}`);
  expect(response.json<CommandView>().children).toEqual({ total: 3, completed: 2, failed: 0, canceled: 0 });
});

test('one that waits says for what', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId(), { concurrencyKey: 'document-7' });
  api.view.record(accepted(command), 1);
  const explain = async () =>
    (await api.send('GET', `/v1/commands/${command.id}`)).json<CommandView>().waitingFor;
  // Nothing is known of the workers yet, so nothing is said of them.
  expect(await explain()).toBeUndefined();
  api.reports.accept(makeReport());
  expect(await explain()).toBeUndefined();
  const holder = newCommandId();
  api.waiting.holders.set('document-7', [holder]);
  expect(await explain()).toBe(`Its concurrency key document-7 is held by command ${holder}.`);
  api.reports.accept(makeReport({ state: 'offline' }));
  expect(await explain()).toBe('No live worker serves the queue default.');
  api.waiting.paused.add('default');
  expect(await explain()).toBe('The queue default is paused.');
  api.waiting.failure = busAway();
  expect(await explain()).toBeUndefined();
});

test('one in back-off says until when', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId());
  const nextAttemptAt = Date.now() + 60_000;
  const error = { code: 'handler.failed', message: 'no', retryable: true };
  api.view.record({ ...completed(command), type: 'retrying', error, waitMs: 60_000, nextAttemptAt }, 1);
  expect((await api.send('GET', `/v1/commands/${command.id}`)).json()).toMatchObject({
    status: 'retrying',
    waitingFor: `The wait before its next attempt ends at ${new Date(nextAttemptAt).toISOString()}.`,
  });
});
