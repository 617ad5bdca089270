import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';

test('a job of the original is submitted in its words', async () => {
  await using api = await createTestApi();
  const response = await api.send('POST', '/api/commands/jobs', {
    command: 'process_text',
    app: 'open_notebook',
    input: { text: 'a' },
  });
  expect(response.statusCode).toBe(200);
  const [command] = api.bus.published;
  expect(response.json()).toEqual({
    job_id: `command:${command?.id}`,
    status: 'submitted',
    message: "Command 'process_text' submitted successfully",
  });
  expect(command).toMatchObject({ name: 'text.process', input: { text: 'a', operation: 'uppercase' } });
});

test.each([
  [{ command: 'analyze_data', app: 'open_notebook', input: { numbers: [1] } }, 'data.analyze'],
  [{ command: 'slow', app: 'demo', input: {} }, 'demo.slow'],
  [{ command: 'demo.slow', app: 'open_notebook', input: {} }, 'demo.slow'],
  [{ command: 'system.ping' }, 'system.ping'],
])('%j is a command of the catalog', async (body, name) => {
  await using api = await createTestApi();
  expect((await api.send('POST', '/api/commands/jobs', body)).statusCode).toBe(200);
  expect(api.bus.published.map((command) => command.name)).toEqual([name]);
});
