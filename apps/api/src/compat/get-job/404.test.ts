import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test.each(['command:01KFX0000000000000000000AA', '01KFX0000000000000000000AA', 'command:nothing', 'x'])(
  'no job has the id %s',
  async (id) => {
    await using api = await createTestApi();
    const response = await api.send('GET', `/api/commands/jobs/${id}`);
    expect(readProblem(response)).toMatchObject({ status: 404, code: 'command.not_found' });
  },
);
