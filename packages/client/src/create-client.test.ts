import { afterEach, beforeEach, expect, expectTypeOf, test, vi } from 'vitest';
import { createClient } from './create-client.ts';
import { createFakeApi, eventStream, json, problem, type Answer } from './testing/fake-api.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const id = '01J00000000000000000000000';
const view = (status: string, more: object = {}) =>
  json({ id, name: 'system.ping', status, submittedAt: '2026-01-31T08:00:00.000Z', ...more });
const accepted = () =>
  json({ id, name: 'system.ping', status: 'queued', traceId: 't', links: {} }, { status: 202 });
const item = (seq: number, type: string) => ({ seq, type });

const connect = (...answers: Answer[]) => {
  const api = createFakeApi(...answers);
  return {
    api,
    client: createClient({ url: 'http://api', headers: { authorization: 'Bearer x' }, fetch: api.fetch }),
  };
};

const settle = async <Value>(promise: Promise<Value>): Promise<Value | Error> => {
  const settled = promise.catch((error: unknown) => error as Error);
  await vi.runAllTimersAsync();
  return settled;
};

test('submit sends a key of its own, and the headers of the client', async () => {
  const { api, client } = connect(problem(503, 'bus.unavailable'), accepted());
  expect(await settle(client.submit('system.ping', {}, { tags: ['a'] }))).toMatchObject({ id });
  expect(api.headers[0]).toMatchObject({ authorization: 'Bearer x' });
  expect(api.headers[0]?.['idempotency-key']).toMatch(/^[0-9a-f]{32}$/);
  expect(api.headers[1]?.['idempotency-key']).toBe(api.headers[0]?.['idempotency-key']);
});

test('names, inputs and results have the types of the catalog', () => {
  const { client } = connect(accepted());
  const run = () => client.run('demo.slow', { steps: 2 });
  expectTypeOf(run).returns.resolves.toEqualTypeOf<{ durationMs: number; steps: number }>();
  // @ts-expect-error the input of this command has a text
  void (() => client.submit('text.process', {}));
  // @ts-expect-error there is no such command
  void (() => client.submit('demo.fast', {}));
});

test('run is one request for what is quick', async () => {
  const { api, client } = connect(view('completed', { result: { pong: true } }));
  expect(await settle(client.run('system.ping', {}))).toEqual({ pong: true });
  expect(api.requests).toEqual(['POST /v1/commands?waitMs=20000']);
});

test('run follows the events of what takes longer, and fetches a large result', async () => {
  const { api, client } = connect(
    accepted(),
    view('running'),
    eventStream(item(1, 'started'), item(2, 'completed')),
    view('completed', { resultBytes: 1_000_000 }),
    json({ pong: 'large' }),
  );
  expect(await settle(client.run('system.ping', {}))).toEqual({ pong: 'large' });
  expect(api.requests.at(-1)).toBe(`GET /v1/commands/${id}/result`);
});

test('wait outlives lost connections, resumes, and asks anew each time', async () => {
  const { api, client } = connect(
    view('queued'),
    eventStream(item(5, 'started')),
    new TypeError('fetch failed'),
    view('running'),
    new TypeError('fetch failed'),
    view('running'),
    eventStream(item(6, 'completed')),
    view('completed'),
  );
  expect(await settle(client.wait(id))).toMatchObject({ status: 'completed' });
  expect(api.headers.at(-2)?.['last-event-id']).toBe('5');
});

test('wait polls where no event stream gets through', async () => {
  const { client } = connect(view('queued'), json({}), view('running'), json({}), view('completed'));
  expect(await settle(client.wait(id))).toMatchObject({ status: 'completed' });
});

test('an end that was heard of before it is recorded is asked for until it is', async () => {
  const { api, client } = connect(
    view('running'),
    eventStream(item(1, 'completed')),
    view('running'),
    view('completed'),
  );
  expect(await settle(client.wait(id))).toMatchObject({ status: 'completed' });
  expect(api.requests).toHaveLength(4);
});

test.each([
  ['failed', 'CommandFailed'],
  ['canceled', 'CommandCanceled'],
])('a command that ended as %s is thrown as %s', async (status, name) => {
  const { client } = connect(view(status));
  expect(await settle(client.wait(id))).toMatchObject({ name, command: { id, status } });
  expect(await settle(connect(view(status)).client.ended(id))).toMatchObject({ status });
});

test('a wait that is over says how the command stood', async () => {
  const { client } = connect(({ path }) =>
    path.endsWith('/events') ? new TypeError('lost') : view('running'),
  );
  expect(await settle(client.wait(id, { timeoutMs: 3_000 }))).toMatchObject({
    name: 'CommandTimeout',
    command: { status: 'running' },
  });
});

test('an aborted wait ends with the reason of its signal', async () => {
  const abort = new AbortController();
  const { client } = connect(({ path }) =>
    path.endsWith('/events') ? new TypeError('lost') : view('running'),
  );
  setTimeout(() => abort.abort(new Error('enough')), 1_000);
  expect(await settle(client.wait(id, { signal: abort.signal }))).toMatchObject({ message: 'enough' });
});

test('a wait for a command that does not exist is over at once', async () => {
  expect(await settle(connect(problem(404, 'command.not_found')).client.wait(id))).toMatchObject({
    code: 'command.not_found',
  });
});

test('stream gives what happens to a command and ends with it', async () => {
  const { client } = connect(
    eventStream(item(1, 'started')),
    eventStream(item(2, 'log'), item(3, 'completed')),
  );
  const types = (async () => {
    const found: string[] = [];
    for await (const { type } of client.stream(id)) found.push(type);
    return found;
  })();
  expect(await settle(types)).toEqual(['started', 'log', 'completed']);
});

test('tail asks for what it is to hear of', async () => {
  const { api, client } = connect(eventStream(item(1, 'failed')));
  for await (const found of client.tail({ name: ['a.b', 'c.d'], type: ['failed'] })) {
    expect(found).toEqual(item(1, 'failed'));
    break;
  }
  expect(api.requests).toEqual(['GET /v1/events?name=a.b%2Cc.d&type=failed']);
});

test('listAll goes through all pages', async () => {
  const { api, client } = connect(
    json({ items: [{ id: '1' }, { id: '2' }], nextCursor: 'c' }),
    json({ items: [{ id: '3' }] }),
  );
  const ids: string[] = [];
  for await (const command of client.listAll({ status: ['failed', 'canceled'], 'input.a': 1 }))
    ids.push(command.id);
  expect(ids).toEqual(['1', '2', '3']);
  expect(api.requests[1]).toBe('GET /v1/commands?status=failed%2Ccanceled&input.a=1&cursor=c');
});

test('logs reads all lines of a command', async () => {
  const { api, client } = connect(
    json({ items: [{ message: 'a' }], nextCursor: '1-2-3' }),
    json({ items: [{ message: 'b' }] }),
  );
  expect(await settle(client.logs(id))).toEqual([{ message: 'a' }, { message: 'b' }]);
  expect(api.requests[1]).toBe(`GET /v1/commands/${id}/logs?after=1-2-3`);
});

test('cancel and the switches of a queue are not repeated; a replay has a key and is', async () => {
  const { api, client } = connect(problem(503, 'bus.unavailable'));
  const refused = { code: 'bus.unavailable' };
  expect(await settle(client.cancel(id, 'why'))).toMatchObject(refused);
  expect(await settle(client.setQueue('http', { paused: true }))).toMatchObject(refused);
  expect(api.requests).toEqual([`POST /v1/commands/${id}/cancel`, 'PATCH /v1/queues/http']);
  expect(await settle(client.retry(id))).toMatchObject(refused);
  expect(api.requests).toHaveLength(7);
});
