import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test('an unknown command is no fault of the server', async () => {
  await using api = await createTestApi();
  const body = { command: 'proces_text', app: 'open_notebook', input: {} };
  const response = await api.send('POST', '/api/commands/jobs', body);
  expect(readProblem(response)).toMatchObject({ status: 404, code: 'command.unknown' });
  expect(api.bus.published).toEqual([]);
});
