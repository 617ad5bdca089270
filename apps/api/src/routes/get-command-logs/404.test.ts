import { newCommandId } from '@signalbox/runtime/ids';
import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test('an id that was never given', async () => {
  await using api = await createTestApi();
  const response = await api.send('GET', `/v1/commands/${newCommandId()}/logs`);
  expect(readProblem(response).code).toBe('command.not_found');
});
