import { newCommandId } from '@signalbox/runtime/ids';
import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test.each(['application/json', 'text/event-stream'])(
  'an id that was never given, asked as %s',
  async (accept) => {
    await using api = await createTestApi();
    const response = await api.server.inject({
      method: 'GET',
      url: `/v1/commands/${newCommandId()}/events`,
      headers: { accept },
    });
    expect(response.statusCode).toBe(404);
    expect(readProblem(response).code).toBe('command.not_found');
  },
);
