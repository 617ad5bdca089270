import { newCommandId } from '@signalbox/runtime/ids';
import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';
import { makeCommand, started } from '../../testing/make-events.ts';

test('a command that still runs', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId());
  api.view.record(started(command), 1);
  const response = await api.send('GET', `/v1/commands/${command.id}/result`);
  expect(readProblem(response)).toMatchObject({ status: 409, code: 'command.not_ended' });
});
