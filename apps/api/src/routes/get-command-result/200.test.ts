import { newCommandId } from '@signalbox/runtime/ids';
import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';
import { completed, makeCommand } from '../../testing/make-events.ts';

test('a result of the history, as it is', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId());
  api.view.record(completed(command, ['a', { b: 1 }]), 1);
  const response = await api.send('GET', `/v1/commands/${command.id}/result`);
  expect(response.statusCode).toBe(200);
  expect(response.headers['content-type']).toMatch('application/json');
  expect(response.json()).toEqual(['a', { b: 1 }]);
});

test('a large result, from the object store', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId());
  const json = JSON.stringify({ text: 'x'.repeat(300_000) });
  const { result: _, ...end } = completed(command);
  api.view.record({ ...end, resultRef: { key: command.id, bytes: json.length } }, 1);
  api.results.stored.set(command.id, json);
  const response = await api.send('GET', `/v1/commands/${command.id}/result`);
  expect(response.statusCode).toBe(200);
  expect(response.headers['content-type']).toMatch('application/json');
  expect(response.body).toBe(json);
});
