import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';
import { completed, makeCommand } from '../../testing/make-events.ts';

const id = '01KFX0000000000000000000AA';
const path = `/api/commands/jobs/command:${id}`;

test('a queued job is canceled', async () => {
  await using api = await createTestApi();
  api.eventLog.onAppend = (event) => void api.archive.append(event);
  api.bus.queued.set(id, { command: makeCommand(id), trace: { traceId: '', headers: {} } });
  const response = await api.send('DELETE', path);
  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual({ job_id: `command:${id}`, cancelled: true });
  expect(api.bus.queued.size).toBe(0);
});

test('a job that has ended is not canceled', async () => {
  await using api = await createTestApi();
  api.view.record(completed(makeCommand(id)), 1);
  expect((await api.send('DELETE', path)).json()).toEqual({ job_id: `command:${id}`, cancelled: false });
});
