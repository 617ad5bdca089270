import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';
import { completed, makeCommand } from '../../testing/make-events.ts';

const id = '01KFX0000000000000000000AA';

test('an edited input is checked like a new one', async () => {
  await using api = await createTestApi();
  api.view.record(completed(makeCommand(id, { name: 'text.process', input: { text: 'a' } })), 1);
  const response = await api.send('POST', `/v1/commands/${id}/retry`, { input: { text: 5 } });
  expect(readProblem(response)).toMatchObject({
    status: 422,
    code: 'command.invalid_input',
    errors: [{ pointer: '/input/text', detail: 'must be a string, not a number' }],
  });
});

test('fields that a replay does not take are named', async () => {
  await using api = await createTestApi();
  const response = await api.send('POST', `/v1/commands/${id}/retry`, { queue: 'default' });
  expect(readProblem(response).errors).toEqual([expect.objectContaining({ pointer: '/queue' })]);
});
