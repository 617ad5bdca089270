import type { Problem } from '@signalbox/shared/http/problem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { TestSystem } from '../harness/test-system.ts';

let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await TestSystem.create({ services: ['nats', 'surrealdb', 'recorder', 'api'] });
  api = createApiClient(system.apiUrl);
});
afterAll(() => system[Symbol.asyncDispose]());

const refuse = async (body: unknown): Promise<Problem> => {
  const response = await api.post('/v1/commands', body);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const problem = (await response.json()) as Problem;
  expect(problem.status).toBe(response.status);
  return problem;
};

test('an unknown command is 404 and names near ones', async () => {
  expect(await refuse({ name: 'text.proces', input: {} })).toMatchObject({
    status: 404,
    code: 'command.unknown',
    suggestions: ['text.process'],
  });
});

test('bad input is 422 with a pointer to each field', async () => {
  const problem = await refuse({ name: 'text.process', input: { text: 5, operation: 'shout', more: true } });
  expect(problem).toMatchObject({ status: 422, code: 'command.invalid_input' });
  expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(
    expect.arrayContaining(['/input/text', '/input/operation', '/input/more']),
  );
});

test('bad options are 422 with a pointer', async () => {
  const problem = await refuse({
    name: 'system.ping',
    input: {},
    priority: 'urgent',
    retry: { maxAttempts: 0 },
  });
  expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(
    expect.arrayContaining(['/priority', '/retry/maxAttempts']),
  );
});

test('an over-large body is 413 and says the limit', async () => {
  const problem = await refuse({ name: 'text.process', input: { text: 'x'.repeat(1_100_000) } });
  expect(problem).toMatchObject({ status: 413, code: 'request.too_large' });
  expect(problem.detail).toContain('1000000');
});

test('broken JSON is 400', async () => {
  expect(await refuse('{"name": "system.ping", ')).toMatchObject({ status: 400, code: 'request.malformed' });
});

test('a parameter that does not exist is named', async () => {
  const response = await fetch(`${system.apiUrl}/v1/commands?statsu=failed`);
  expect(response.status).toBe(422);
  expect(((await response.json()) as Problem).detail).toContain('statsu');
});

test('a route that does not exist is 404 as a problem document', async () => {
  const response = await fetch(`${system.apiUrl}/v1/comands`);
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ code: 'route.not_found' });
});

test('an id nobody submitted is 404', async () => {
  const response = await fetch(`${system.apiUrl}/v1/commands/01ARZ3NDEKTSV4RRFFQ69G5FAV`);
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ code: 'command.not_found' });
});
