import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test('an id that nobody knows', async () => {
  await using api = await createTestApi();
  const response = await api.send('POST', '/v1/commands/01KFX0000000000000000000AA/cancel', {});
  expect(readProblem(response)).toMatchObject({ status: 404, code: 'command.not_found' });
  expect(api.cancellations.entries.size).toBe(0);
});
