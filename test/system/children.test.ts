import type { CommandEvent } from '@signalbox/shared/events/command-event';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import { readStream } from '../harness/read-stream.ts';
import { TestSystem } from '../harness/test-system.ts';

let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await TestSystem.create({
    // One slot in each queue: a parent that held it while it waits would starve its children.
    env: { ACK_WAIT_MS: '1500', WORKER_CONCURRENCY: '1' },
    services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'],
  });
  api = createApiClient(system.apiUrl);
});
afterAll(() => system[Symbol.asyncDispose]());

const isChildOf = (parentId: string) => (event: CommandEvent) =>
  'command' in event && event.command.parentId === parentId;

const ended = (events: readonly CommandEvent[]): string[] =>
  events.flatMap(({ type, id }) => (type === 'completed' ? id : []));

/** From its submission to its end; events may reach the stream in another order, the news of acceptance last. */
const toLife = (event: CommandEvent): { from: number; until: number }[] =>
  event.type === 'completed' ? [{ from: event.command.submittedAt, until: event.at }] : [];

test('a fan-out of 30 with one slot: at most 5 children are unfinished at once, and the parent completes', async () => {
  const id = await api.submit({
    name: 'demo.fan_out',
    input: { children: 30, durationMs: 20, concurrency: 5 },
  });
  expect(await api.ended(id)).toMatchObject({
    status: 'completed',
    attempt: 1,
    result: { completed: 30, failed: 0, canceled: 0 },
  });
  const events = await readStream(system);
  const lives = events.filter(isChildOf(id)).flatMap(toLife);
  const unfinished = lives.map(
    ({ from }) => lives.filter((life) => life.from <= from && from < life.until).length,
  );
  expect(Math.max(...unfinished)).toBe(5);
  expect(new Set(ended(events.filter(isChildOf(id)))).size).toBe(30);
  const progress = events.filter((event) => event.type === 'progress' && event.id === id);
  expect(progress.at(-1)).toMatchObject({ percent: 100, message: '30 of 30' });
});

test('the parent’s worker killed half way: the parent goes on, and no child is spawned or run to its end twice', async () => {
  const id = await api.submit({
    name: 'demo.fan_out',
    input: { children: 16, durationMs: 100, concurrency: 4 },
  });
  await eventually('half of the children have ended', async () => {
    const events = await readStream(system);
    return ended(events.filter(isChildOf(id))).length >= 6;
  });
  await system.restart('worker', 'SIGKILL');
  expect(await api.ended(id)).toMatchObject({ status: 'completed', attempt: 2, result: { completed: 16 } });
  const children = (await readStream(system)).filter(isChildOf(id));
  expect(ended(children)).toHaveLength(16);
  expect(new Set(children.map((event) => event.id)).size).toBe(16);
});
