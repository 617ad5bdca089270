import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTransport } from '../http/transport.ts';
import { createFakeApi, eventStream, json, problem, type Answer } from '../testing/fake-api.ts';
import { follow } from './follow.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const read = async (count: number, ...answers: Answer[]) => {
  const api = createFakeApi(...answers);
  const transport = createTransport({ url: 'http://api', fetch: api.fetch });
  const ids: string[] = [];
  const reading = (async () => {
    for await (const { lastEventId } of follow({ transport, path: '/v1/events', silenceMs: 5_000 })) {
      ids.push(lastEventId);
      if (ids.length === count) break;
    }
  })().catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  return { ids, api, error: await reading };
};

const item = (seq: number) => ({ seq, type: 'started' });

test('a lost stream is opened again after the event that was seen last', async () => {
  const { ids, api } = await read(
    3,
    eventStream(item(1), item(2)),
    new TypeError('fetch failed'),
    problem(503, 'bus.unavailable'),
    eventStream(item(3)),
  );
  expect(ids).toEqual(['1', '2', '3']);
  expect(api.headers.map((headers) => headers['last-event-id'])).toEqual([undefined, '2', '2', '2']);
});

test('a connection on which nothing comes any more is lost', async () => {
  const silent = new Response(new ReadableStream({ pull: () => new Promise(() => undefined) }), {
    headers: { 'content-type': 'text/event-stream' },
  });
  expect((await read(1, silent, eventStream(item(1)))).ids).toEqual(['1']);
});

test('an answer that is no event stream is asked for again', async () => {
  expect((await read(1, json({ items: [] }), eventStream(item(1)))).ids).toEqual(['1']);
});

test('a refusal that time does not mend ends it', async () => {
  const { error, api } = await read(1, problem(404, 'command.not_found'));
  expect(error).toMatchObject({ code: 'command.not_found' });
  expect(api.requests).toHaveLength(1);
});

test('who breaks off lets go of the connection', async () => {
  const cancel = vi.fn<() => void>();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode('id: 1\ndata: 1\n\n')),
    cancel,
  });
  const fetch = async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  const transport = createTransport({ url: '', fetch });
  for await (const _ of follow({ transport, path: '/' })) break;
  expect(cancel).toHaveBeenCalledOnce();
});

test('nothing is read that nobody has asked for', async () => {
  let pulled = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        pulled += 1;
        controller.enqueue(new TextEncoder().encode(`data: ${pulled}\n\n`));
      },
    },
    { highWaterMark: 0 },
  );
  const fetch = async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  const messages = follow({ transport: createTransport({ url: '', fetch }), path: '/' });
  await messages.next();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(pulled).toBe(1);
  await messages.return(undefined as never);
});
