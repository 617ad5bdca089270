import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test('an unknown command is told with near names', async () => {
  await using api = await createTestApi();
  const response = await api.post({ name: 'text.proces', input: {} });
  expect(response.statusCode).toBe(404);
  expect(readProblem(response)).toMatchObject({
    type: 'urn:signalbox:error:command.unknown',
    code: 'command.unknown',
    detail: expect.stringContaining('Did you mean text.process?'),
    suggestions: ['text.process'],
  });
});

test('an unknown route is told with near routes', async () => {
  await using api = await createTestApi();
  const response = await api.server.inject({ method: 'GET', url: '/v1/comands?x=1' });
  expect(response.statusCode).toBe(404);
  expect(readProblem(response)).toMatchObject({
    code: 'route.not_found',
    suggestions: expect.arrayContaining(['/v1/commands']),
  });
});

test('a path that is no URL', async () => {
  await using api = await createTestApi();
  const response = await api.server.inject({ method: 'GET', url: '/v1/commands/%zz' });
  expect(readProblem(response)).toMatchObject({
    code: 'route.not_found',
    detail: expect.stringContaining('percent'),
  });
});
