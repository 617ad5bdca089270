import { newCommandId } from '@signalbox/runtime/ids';
import { commandViewSchema } from '@signalbox/shared/http/command-view';
import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';
import { accepted, completed, makeCommand } from '../../testing/make-events.ts';
import { storeAway } from '../../testing/memory-ports.ts';

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
