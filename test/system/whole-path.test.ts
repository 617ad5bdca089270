import type { CommandView } from '@signalbox/shared/http/command-view';
import type { HealthReport } from '@signalbox/shared/health/report';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import { TestSystem } from '../harness/test-system.ts';

let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await TestSystem.create();
  api = createApiClient(system.apiUrl);
});
afterAll(() => system[Symbol.asyncDispose]());

const wordCount = { name: 'text.process', input: { text: 'hello world', operation: 'word_count' } };

test('a command goes from HTTP through bus and worker to its result', async () => {
  const response = await api.post('/v1/commands?waitMs=5000', wordCount);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    name: 'text.process',
    status: 'completed',
    attempt: 1,
    result: { success: true, original_text: 'hello world', word_count: 2 },
  });
});

test('without waiting it is accepted, with links, and ends by itself', async () => {
  const response = await api.post('/v1/commands', wordCount);
  const accepted = (await response.json()) as { id: string };
  expect(response.status).toBe(202);
  expect(response.headers.get('location')).toBe(`/v1/commands/${accepted.id}`);
  expect(await api.ended(accepted.id)).toMatchObject({
    status: 'completed',
    queue: 'default',
    priority: 'normal',
  });
});

test('who got 202 never gets 404', async () => {
  for (let round = 0; round < 20; round += 1) {
    const id = await api.submit({ name: 'system.ping', input: {} });
    expect((await fetch(`${system.apiUrl}/v1/commands/${id}`)).status).toBe(200);
  }
});

test('the list finds commands by status, name, tag and input, page by page', async () => {
  const ids: string[] = [];
  for (const text of ['one', 'two', 'three']) {
    const id = await api.submit({ name: 'text.process', input: { text }, tags: ['listed'] });
    await api.ended(id);
    ids.unshift(id);
  }
  const list = (query: string) =>
    api.get<{ items: CommandView[]; nextCursor?: string }>(`/v1/commands?${query}`);
  await eventually('all three are listed', async () => (await list('tag=listed')).items.length === 3);
  const first = await list('tag=listed&status=completed&name=text.process&limit=2');
  const second = await list(
    `tag=listed&status=completed&name=text.process&limit=2&cursor=${first.nextCursor}`,
  );
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
  expect((await list('tag=listed&input.text=two')).items.map(({ id }) => id)).toEqual([ids[1]]);
  expect((await list('tag=listed&q=three')).items.map(({ id }) => id)).toEqual([ids[0]]);
});

test('a batch keeps its good items when others are bad', async () => {
  const response = await api.post('/v1/commands/batch', {
    commands: [wordCount, { name: 'no.such', input: {} }, { name: 'data.analyze', input: { numbers: [] } }],
  });
  expect(response.status).toBe(207);
  const { items } = (await response.json()) as {
    items: { index: number; id?: string; problem?: { code: string } }[];
  };
  expect(items.map(({ problem }) => problem?.code)).toEqual([
    undefined,
    'command.unknown',
    'command.invalid_input',
  ]);
  expect(await api.ended(items[0]?.id ?? '')).toMatchObject({ status: 'completed' });
});

test('the same idempotency key is the same command', async () => {
  const headers = { 'idempotency-key': 'order-4711' };
  const first = await api.post('/v1/commands', wordCount, headers);
  const again = await api.post('/v1/commands', wordCount, headers);
  const other = await api.post('/v1/commands', { ...wordCount, tags: ['else'] }, headers);
  expect([first.status, again.status, other.status]).toEqual([202, 200, 422]);
  const [{ id: firstId }, { id: againId }] = (await Promise.all([first.json(), again.json()])) as [
    { id: string },
    { id: string },
  ];
  expect(againId).toBe(firstId);
});

test('progress of a running command is seen while it runs', async () => {
  const id = await api.submit({ name: 'demo.slow', input: { durationMs: 2_000, steps: 4 } });
  const running = await eventually('progress shows', async () => {
    const command = await api.command(id);
    return command.status === 'running' && command.progress !== undefined && command;
  });
  expect(running.progress?.percent).toBeGreaterThan(0);
  expect(await api.ended(id)).toMatchObject({ status: 'completed', result: { steps: 4 } });
});

test('live events of a command arrive over one stream, resumable', async () => {
  const id = await api.submit({ name: 'demo.flaky', input: { failures: 1 } });
  const types: string[] = [];
  const response = await fetch(`${system.apiUrl}/v1/commands/${id}/events`, {
    headers: { accept: 'text/event-stream' },
  });
  expect(response.headers.get('cache-control')).toContain('no-transform');
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    types.splice(0, types.length, ...[...text.matchAll(/"type":"(\w+)"/g)].map(([, type = '']) => type));
    if (types.includes('completed')) break;
  }
  expect(types[0]).toBe('accepted');
  expect(types).toContain('retrying');
  const lastId = [...text.matchAll(/^id: (\d+)$/gm)].at(-2)?.[1] ?? '';
  const resumed = await fetch(`${system.apiUrl}/v1/commands/${id}/events`, {
    headers: { accept: 'text/event-stream', 'last-event-id': lastId },
  });
  const reader = resumed.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  expect(decoder.decode(value)).toContain('"type":"completed"');
  expect(decoder.decode(value)).not.toContain('"type":"accepted"');
  await reader?.cancel();
});

test('a command submitted for later waits until then and runs as attempt 1', async () => {
  const id = await api.submit({ name: 'system.ping', input: {}, delayMs: 1_500 });
  expect((await api.command(id)).status).toBe('scheduled');
  const ended = await api.ended(id);
  expect(ended).toMatchObject({ status: 'completed', attempt: 1 });
  expect(Date.parse(ended.finishedAt ?? '') - Date.parse(ended.submittedAt)).toBeGreaterThanOrEqual(1_400);
});

test('the health of every service is reported, live, and is healthy', async () => {
  const report = await eventually('all are healthy', async () => {
    const answer = await api.get<HealthReport>('/v1/services');
    const names = ['api', 'worker', 'recorder', 'health-aggregator', 'nats', 'surrealdb'];
    return (
      names.every((name) => answer.items.find((item) => item.name === name)?.state === 'healthy') && answer
    );
  });
  expect(report.items.find(({ name }) => name === 'worker')?.instances).toHaveLength(1);
});

test('catalog and OpenAPI document come from the definitions', async () => {
  const { commands } = await api.get<{ commands: { name: string; inputSchema: { type: string } }[] }>(
    '/v1/catalog',
  );
  expect(commands.map(({ name }) => name)).toContain('http.request');
  expect(commands[0]?.inputSchema.type).toBe('object');
  const document = await api.get<{ openapi: string; paths: Record<string, unknown> }>('/openapi.json');
  expect(document.openapi).toMatch(/^3\.1/);
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining(['/v1/commands', '/v1/commands/{id}', '/v1/services']),
  );
});
