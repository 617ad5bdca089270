import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';
import { accepted, completed, makeCommand, progressed, started } from '../../testing/make-events.ts';
import { storeAway } from '../../testing/memory-ports.ts';

const id = '01KFX0000000000000000000AA';
const path = `/api/commands/jobs/command:${id}`;
const textCommand = makeCommand(id, { name: 'text.process', input: { text: 'a' } });

test('a completed job has its result, with what the original adds to every one', async () => {
  await using api = await createTestApi();
  api.view.record(completed(textCommand, { success: true, processed_text: 'A' }), 1);
  const response = await api.send('GET', path);
  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual({
    job_id: `command:${id}`,
    status: 'completed',
    result: {
      success: true,
      processed_text: 'A',
      command_id: `command:${id}`,
      execution_time: 0.195,
      execution_metadata: {
        app_name: 'open_notebook',
        command_name: 'process_text',
        started_at: '2026-01-31T08:00:00.005Z',
      },
    },
    error_message: null,
    created: '2026-01-31T08:00:00.000Z',
    updated: '2026-01-31T08:00:00.200Z',
    progress: null,
    app: 'open_notebook',
    command: 'process_text',
  });
});

test('a result that is no object becomes its output, and what the handler filled stays', async () => {
  await using api = await createTestApi();
  api.view.record(completed(textCommand, 'plain'), 1);
  expect((await api.send('GET', path)).json()).toMatchObject({ result: { output: 'plain' } });
  await using other = await createTestApi();
  other.view.record(completed(textCommand, { command_id: 'own' }), 1);
  expect((await other.send('GET', path)).json()).toMatchObject({ result: { command_id: 'own' } });
});

test('a large result is part of the job too', async () => {
  await using api = await createTestApi();
  const { result: _, ...end } = completed(textCommand);
  const json = JSON.stringify({ processed_text: 'x'.repeat(300_000) });
  api.view.record({ ...end, resultRef: { key: id, bytes: json.length } }, 1);
  api.results.stored.set(id, json);
  expect((await api.send('GET', path)).json()).toMatchObject({ result: JSON.parse(json) });
});

test('a running job has its progress', async () => {
  await using api = await createTestApi();
  api.view.record(started(textCommand), 1);
  api.view.record(progressed(textCommand, 40), 2);
  expect((await api.send('GET', path)).json()).toMatchObject({
    status: 'running',
    progress: { percentage: 40, message: null },
    result: null,
  });
});

test('the prefix of the id may be left out', async () => {
  await using api = await createTestApi();
  api.view.record(accepted(textCommand), 1);
  expect((await api.send('GET', `/api/commands/jobs/${id}`)).json()).toMatchObject({
    job_id: `command:${id}`,
    status: 'new',
  });
});

test('a status that cannot be read is unknown', async () => {
  await using api = await createTestApi();
  api.view.failure = storeAway();
  expect((await api.send('GET', path)).json()).toMatchObject({ job_id: `command:${id}`, status: 'unknown' });
});
