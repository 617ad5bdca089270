import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test('no job has the id', async () => {
  await using api = await createTestApi();
  const response = await api.send('DELETE', '/api/commands/jobs/command:01KFX0000000000000000000AA');
  expect(readProblem(response)).toMatchObject({ status: 404, code: 'command.not_found' });
});
