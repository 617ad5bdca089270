import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';
import { completed, makeCommand } from '../../testing/make-events.ts';

interface ListedJob {
  job_id: string;
}

test('50 jobs are listed unless asked otherwise, the newest first', async () => {
  await using api = await createTestApi();
  for (let number = 10; number < 70; number += 1)
    api.view.record(completed(makeCommand(`01KFX0000000000000000000${number}`)), number);
  const ids = (await api.send('GET', '/api/commands/jobs')).json<ListedJob[]>().map(({ job_id }) => job_id);
  expect(ids).toHaveLength(50);
  expect(ids[0]).toBe('command:01KFX000000000000000000069');
  const few = (await api.send('GET', '/api/commands/jobs?limit=5')).json<ListedJob[]>();
  expect(few.map(({ job_id }) => job_id)).toEqual(ids.slice(0, 5));
});

test.each([
  ['command_filter=process_text', [{ name: 'text.process' }]],
  ['command_filter=slow&app_filter=demo', [{ name: 'demo.slow' }]],
  ['app_filter=open_notebook', [{ name: 'text.process' }, { name: 'data.analyze' }]],
  ['status_filter=new', [{ statuses: ['scheduled', 'queued'] }]],
  ['status_filter=submitted', [{ statuses: ['scheduled', 'queued'] }]],
  ['status_filter=running', [{ statuses: ['running', 'retrying'] }]],
  ['status_filter=failed', [{ statuses: ['failed'] }]],
])('%s is asked of the view in its own words', async (query, filters) => {
  await using api = await createTestApi();
  expect((await api.send('GET', `/api/commands/jobs?${query}`)).statusCode).toBe(200);
  expect(api.view.filters).toEqual(filters.map((filter) => expect.objectContaining(filter)));
});

test('no command is of two apps', async () => {
  await using api = await createTestApi();
  const response = await api.send('GET', '/api/commands/jobs?command_filter=process_text&app_filter=demo');
  expect(response.json()).toEqual([]);
});
