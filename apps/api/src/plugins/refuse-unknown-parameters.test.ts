import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../testing/create-test-api.ts';

test('routes that take no parameters refuse and name them, whatever they would do', async () => {
  await using api = await createTestApi();
  const asked = [
    ...['/v1/workers', '/v1/queues', '/v1/services', '/v1/catalog', '/v1/actions'].map(
      (url) => ({ method: 'GET', url }) as const,
    ),
    { method: 'POST', url: '/v1/commands/actions', payload: { action: 'delete', filter: {}, reason: 'x' } },
  ] as const;
  for (const request of asked) {
    const response = await api.server.inject({ ...request, url: `${request.url}?dryRun=true` });
    expect([request.url, response.statusCode]).toEqual([request.url, 422]);
    expect(readProblem(response).errors?.map(({ pointer }) => pointer)).toContain('/query/dryRun');
  }
});

test('a parameter that a route knows is taken', async () => {
  await using api = await createTestApi();
  const response = await api.server.inject({ method: 'GET', url: '/v1/commands?limit=5' });
  expect(response.statusCode).toBe(200);
});
