import type { CommandView } from '@signalbox/shared/http/command-view';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import { TestSystem } from '../harness/test-system.ts';

interface Job {
  job_id: string;
  status: string;
  result: Record<string, unknown> | null;
  error_message: string | null;
  created: string;
  updated: string;
  progress: { percentage: number } | null;
  command: string;
}

let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await TestSystem.create({ services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'] });
  api = createApiClient(system.apiUrl);
});
afterAll(() => system[Symbol.asyncDispose]());

const submit = async (command: string, input: object, app = 'open_notebook'): Promise<string> => {
  const response = await api.post('/api/commands/jobs', { command, app, input });
  expect(response.status).toBe(200);
  return ((await response.json()) as { job_id: string }).job_id;
};
const read = (id: string) => api.get<Job>(`/api/commands/jobs/${id}`);
const becomes = (id: string, status: string) =>
  eventually(`${id} is ${status}`, async () => {
    const job = await read(id);
    return job.status === status && job;
  });
const cancel = async (id: string): Promise<unknown> =>
  (await fetch(`${system.apiUrl}/api/commands/jobs/${id}`, { method: 'DELETE' })).json();

test.each([
  ['uppercase', { processed_text: 'A B' }],
  ['lowercase', { processed_text: 'a b' }],
  ['reverse', { processed_text: 'b A' }],
  ['word_count', { processed_text: 'Word count: 2', word_count: 2 }],
])('the job process_text does %s as the original does', async (operation, expected) => {
  const id = await submit('process_text', { text: 'A b', operation });
  const { result } = await becomes(id, 'completed');
  expect(result).toMatchObject({ success: true, original_text: 'A b', ...expected });
  expect(result).toHaveProperty('processing_time');
});

test('a finished job has real times, and its result has what the original adds', async () => {
  const id = await submit('analyze_data', { numbers: [1, 2, 6], analysis_type: 'basic' });
  expect(id).toMatch(/^command:/);
  const job = await becomes(id, 'completed');
  expect(job.result).toMatchObject({
    success: true,
    analysis_type: 'basic',
    count: 3,
    sum: 9,
    average: 3,
    min_value: 1,
    max_value: 6,
    command_id: id,
    execution_metadata: { app_name: 'open_notebook', command_name: 'analyze_data' },
  });
  expect(job.result?.['execution_time']).toEqual(expect.any(Number));
  expect(Date.parse(job.updated)).toBeGreaterThanOrEqual(Date.parse(job.created));
});

test('a job that fails runs between its attempts, and ends as failed with its last message', async () => {
  const id = await submit('flaky', { failures: 99 }, 'demo');
  const commandId = id.replace('command:', '');
  const retrying = await eventually('an attempt has failed', async () => {
    const command = await api.command(commandId);
    return command.status === 'retrying' && command;
  });
  expect(retrying.error?.message).toBeTruthy();
  expect(['running', 'failed']).toContain((await read(id)).status);
  const ended = await api.ended(commandId);
  expect(await read(id)).toMatchObject({
    status: 'failed',
    error_message: ended.error?.message,
    result: null,
  });
});

test('a running job tells its progress and is really canceled; one that has ended is not', async () => {
  const id = await submit('slow', { durationMs: 30_000, steps: 300 }, 'demo');
  await eventually('it tells its progress', async () => ((await read(id)).progress?.percentage ?? 0) > 0);
  expect(await cancel(id)).toEqual({ job_id: id, cancelled: true });
  await becomes(id, 'canceled');
  expect(await cancel(id)).toEqual({ job_id: id, cancelled: false });
});

test('of 60 jobs the newest 50 are listed, and filters find theirs', async () => {
  const items = await api.client.batch(
    Array.from({ length: 60 }, () => ({ name: 'system.ping', input: {}, tags: ['sixty'] })),
  );
  const ids = items.flatMap((item) => ('id' in item ? [item.id] : []));
  for (const id of ids) await api.ended(id);
  const list = async (query: string): Promise<string[]> =>
    (await api.get<Job[]>(`/api/commands/jobs?${query}`)).map(({ job_id }) => job_id.replace('command:', ''));
  expect(await list('')).toEqual(ids.toSorted().toReversed().slice(0, 50));
  expect(await list('command_filter=ping&app_filter=system&status_filter=completed&limit=200')).toEqual(
    ids.toSorted().toReversed(),
  );
  expect(await list('app_filter=system&status_filter=failed')).toEqual([]);
  const analyzed = await api.get<Job[]>('/api/commands/jobs?app_filter=open_notebook');
  expect(new Set(analyzed.map(({ command }) => command))).toEqual(new Set(['process_text', 'analyze_data']));
});

test('the record of a job keeps who ran it, when, with what and to what end', async () => {
  const id = (await submit('process_text', { text: 'x' })).replace('command:', '');
  await api.ended(id);
  const recorded = await eventually('it is in the database', async () => {
    const { items } = await api.get<{ items: CommandView[] }>(
      '/v1/commands?name=text.process&status=completed',
    );
    return items.find((command) => command.id === id);
  });
  expect(recorded).toMatchObject({
    name: 'text.process',
    input: { text: 'x', operation: 'uppercase' },
    status: 'completed',
    attempt: 1,
    worker: expect.any(String),
    submittedAt: expect.any(String),
    startedAt: expect.any(String),
    finishedAt: expect.any(String),
  });
});
