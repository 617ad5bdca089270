import { newCommandId } from '@signalbox/runtime/ids';
import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';
import { completed, makeCommand, started } from '../../testing/make-events.ts';

test('an id that was never given', async () => {
  await using api = await createTestApi();
  const response = await api.send('GET', `/v1/commands/${newCommandId()}/result`);
  expect(readProblem(response).code).toBe('command.not_found');
});

test('a command that was canceled', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId());
  api.view.record({ ...started(command), type: 'canceled', reason: 'no longer needed' }, 1);
  const response = await api.send('GET', `/v1/commands/${command.id}/result`);
  expect(readProblem(response)).toMatchObject({ status: 404, code: 'command.no_result' });
});

test('a large result that is not kept any more', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId());
  const { result: _, ...end } = completed(command);
  api.view.record({ ...end, resultRef: { key: command.id, bytes: 300_000 } }, 1);
  const response = await api.send('GET', `/v1/commands/${command.id}/result`);
  expect(readProblem(response)).toMatchObject({ status: 404, code: 'command.no_result' });
});
