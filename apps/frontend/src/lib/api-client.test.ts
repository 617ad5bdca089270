import type { ApiProblem } from '@signalbox/client';
import { afterEach, expect, test, vi } from 'vitest';
import { t } from '../messages/index.ts';

afterEach(() => vi.unstubAllGlobals());

/** The client takes the browser's own fetch when it is made. */
const load = async (answer: () => Response) => {
  const fetch = vi.fn<(url: string, init: RequestInit) => Promise<Response>>(async () => answer());
  vi.stubGlobal('fetch', fetch);
  vi.resetModules();
  return { fetch, ...(await import('./api-client.ts')) };
};

const failure = async (promise: Promise<unknown>) =>
  (await promise.catch((error: unknown) => error)) as ApiProblem;

test('the API is asked at the page’s own address, past every cache', async () => {
  const { fetch, getJson } = await load(() => Response.json({ items: [] }));
  expect(await getJson('/v1/queues')).toEqual({ items: [] });
  expect(fetch.mock.calls[0]).toMatchObject(['/v1/queues', { method: 'GET', cache: 'no-store' }]);
});

test('no answer is told in the console’s words, after one try', async () => {
  const { fetch, getJson } = await load(() => {
    throw new TypeError('Failed to fetch');
  });
  const error = await failure(getJson('/v1/queues'));
  expect(error.problem).toMatchObject({ status: 0, title: t.errors.offlineTitle, detail: t.errors.offline });
  expect(error.isPassing).toBe(true);
  expect(fetch).toHaveBeenCalledOnce();
});

test('an answer that explains nothing is told by its status', async () => {
  const { postJson } = await load(() => new Response('<html>', { status: 502 }));
  expect((await failure(postJson('/v1/commands', {}))).problem.detail).toBe(t.errors.status(502));
});
