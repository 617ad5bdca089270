import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiProblem } from '../api-problem.ts';
import { createFakeApi, json, problem, type Answer } from '../testing/fake-api.ts';
import { createTransport, type ApiRequest } from './transport.ts';
import { readRetryAfterMs } from './to-problem.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const ask = async (request: ApiRequest, ...answers: Answer[]) => {
  const api = createFakeApi(...answers);
  const transport = createTransport({ url: 'http://api/', fetch: api.fetch });
  const startedAtMs = Date.now();
  const settled = transport.json('/v1/x', request).then(
    (value) => ({ value, error: undefined }),
    (error: unknown) => ({ value: undefined, error }),
  );
  await vi.runAllTimersAsync();
  return {
    ...(await settled),
    requests: api.requests,
    headers: api.headers,
    afterMs: Date.now() - startedAtMs,
  };
};

const keyed: ApiRequest = { method: 'POST', body: {}, headers: { 'idempotency-key': 'k' } };

test('the answer of the API is handed on', async () => {
  expect(await ask({}, json({ a: 1 }))).toMatchObject({ value: { a: 1 }, requests: ['GET /v1/x'] });
});

test('a problem document becomes an error with code, status, broken rules and wait', async () => {
  const errors = [{ pointer: '/input/text', detail: 'is missing' }];
  const body = {
    type: 'x',
    title: 't',
    status: 422,
    detail: 'd',
    code: 'request.invalid',
    requestId: 'r',
    errors,
  };
  const { error } = (await ask({}, json(body, { status: 422, headers: { 'retry-after': '3' } }))) as {
    error: ApiProblem;
  };
  expect(error).toBeInstanceOf(ApiProblem);
  expect(error).toMatchObject({
    code: 'request.invalid',
    status: 422,
    message: 'd',
    retryAfterMs: 3_000,
    errors,
  });
});

test('what is no problem document is a problem too', async () => {
  const { error } = await ask({}, new Response('<html>', { status: 418 }));
  expect(error).toMatchObject({ code: 'client.unexpected_answer', status: 418 });
});

test.each<[string, ApiRequest]>([
  ['a question', {}],
  ['a command with a key', keyed],
])('%s is repeated while the API says that it is a matter of time', async (_, request) => {
  const { value, requests, afterMs } = await ask(
    request,
    problem(503, 'bus.unavailable', { 'retry-after': '2' }),
    problem(429, 'x', { 'retry-after': '3' }),
    new TypeError('fetch failed'),
    json(1),
  );
  expect(value).toBe(1);
  expect(requests).toHaveLength(4);
  expect(afterMs).toBeGreaterThanOrEqual(5_000);
});

test.each<[string, ApiRequest]>([
  ['a request that changes something and has no key', { method: 'POST', body: {} }],
  ['a patch', { method: 'PATCH', body: {} }],
])('%s is never repeated', async (_, request) => {
  const { error, requests } = await ask(request, problem(503, 'bus.unavailable'), json(1));
  expect(error).toMatchObject({ code: 'bus.unavailable' });
  expect(requests).toHaveLength(1);
});

test('a refusal that time does not mend is not repeated, nor is a wait of minutes awaited', async () => {
  expect((await ask({}, problem(404, 'command.not_found'))).requests).toHaveLength(1);
  expect((await ask({}, problem(503, 'x', { 'retry-after': '600' }))).requests).toHaveLength(1);
});

test('it gives up at last', async () => {
  const { error, requests } = await ask({}, new TypeError('fetch failed'));
  expect(error).toMatchObject({ code: 'client.unreachable', status: 0, isPassing: true });
  expect(requests).toHaveLength(5);
});

test('an abort ends the wait between two tries with its reason', async () => {
  const abort = new AbortController();
  setTimeout(() => abort.abort(new Error('enough')), 1_000);
  const { error } = await ask({ signal: abort.signal }, problem(503, 'x', { 'retry-after': '20' }));
  expect(error).toMatchObject({ message: 'enough' });
});

test.each([
  ['2', 2_000],
  ['Thu, 01 Jan 1970 00:00:10 GMT', 9_000],
  ['soon', undefined],
  [null, undefined],
])('Retry-After %s is %s ms', (header, ms) => {
  expect(readRetryAfterMs(header, 1_000)).toBe(ms);
});
