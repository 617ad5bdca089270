import type { CommandView } from '@signalbox/shared/http/command-view';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { TestSystem } from '../harness/test-system.ts';

let system: TestSystem;
let api: ApiClient;
let failed: CommandView;

beforeAll(async () => {
  system = await TestSystem.create({ services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'] });
  api = createApiClient(system.apiUrl);
  failed = await api.ended(
    await api.submit({
      name: 'demo.flaky',
      input: { failures: 99 },
      priority: 'high',
      tags: ['replay'],
      retry: { maxAttempts: 1 },
    }),
  );
});
afterAll(() => system[Symbol.asyncDispose]());

const replay = async (body: unknown, headers: Record<string, string> = {}) => {
  const response = await api.post(`/v1/commands/${failed.id}/retry`, body, headers);
  return { status: response.status, id: ((await response.json()) as { id: string }).id };
};

test('a failed command is replayed as a new one that names it, and keeps what it was', async () => {
  const { status, id } = await replay({ reason: 'once more' });
  expect(status).toBe(202);
  expect(await api.ended(id)).toMatchObject({
    replayOf: failed.id,
    replayReason: 'once more',
    status: 'failed',
    maxAttempts: 1,
    priority: 'high',
    tags: ['replay'],
    input: { failures: 99 },
  });
  expect(await api.command(failed.id)).toEqual(failed);
});

test('with an edited input it works', async () => {
  const { id } = await replay({ input: { failures: 0 } });
  expect(await api.ended(id)).toMatchObject({ status: 'completed', replayOf: failed.id });
});

test('a replay under a key happens once, and the key is for this command alone', async () => {
  const key = { 'idempotency-key': 'replay-1' };
  const first = await replay({}, key);
  expect(await replay({}, key)).toEqual({ status: 200, id: first.id });
  expect((await replay({ input: { failures: 0 } }, key)).status).toBe(422);
});

test('a command that has not ended is not replayed', async () => {
  const id = await api.submit({ name: 'system.ping', input: {}, delayMs: 60_000 });
  const response = await api.post(`/v1/commands/${id}/retry`, {});
  expect(response.status).toBe(409);
  expect(await response.json()).toMatchObject({ code: 'command.not_ended' });
});
