import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test.each([
  [{ command: 'process_text', input: { text: 'a', operation: 'shout' } }, 'Unknown operation: shout'],
  [{ command: 'analyze_data', input: { numbers: [] } }, 'No numbers provided for analysis'],
  [{ command: 'process_text', input: { text: 5 } }, '/input/text must be a string'],
])('%j is refused before it is queued, in the original’s words where it has some', async (body, text) => {
  await using api = await createTestApi();
  const response = await api.send('POST', '/api/commands/jobs', { app: 'open_notebook', ...body });
  const problem = readProblem(response);
  expect(problem).toMatchObject({ status: 422, code: 'command.invalid_input' });
  expect(problem.detail).toContain(text);
  expect(api.bus.published).toEqual([]);
});

test('a body without a command is refused', async () => {
  await using api = await createTestApi();
  const response = await api.send('POST', '/api/commands/jobs', { app: 'open_notebook', input: {} });
  expect(readProblem(response).errors).toEqual([expect.objectContaining({ pointer: '/command' })]);
});
