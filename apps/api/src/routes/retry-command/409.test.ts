import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';
import { makeCommand, started } from '../../testing/make-events.ts';

test('a command that has not ended is not replayed', async () => {
  await using api = await createTestApi();
  api.view.record(started(makeCommand('01KFX0000000000000000000AA')), 1);
  const response = await api.send('POST', '/v1/commands/01KFX0000000000000000000AA/retry');
  expect(readProblem(response)).toMatchObject({
    status: 409,
    code: 'command.not_ended',
    detail: expect.stringContaining('is running'),
  });
  expect(api.bus.published).toEqual([]);
});
