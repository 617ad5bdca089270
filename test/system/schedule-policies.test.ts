import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import { openScheduleClient, type ScheduleClient } from '../harness/schedule-client.ts';
import { TestSystem } from '../harness/test-system.ts';

const everySecond = '* * * * * *';
const slow = (durationMs: number) => ({ name: 'demo.slow', input: { durationMs, steps: 1 } });

let system: TestSystem;
let api: ApiClient;
let schedules: ScheduleClient;

beforeAll(async () => {
  system = await TestSystem.create({
    services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'],
    // What is left running at the end is not waited for.
    env: { WORKER_DRAIN_MS: '0' },
  });
  api = createApiClient(system.apiUrl);
  schedules = await openScheduleClient(system);
});
afterAll(async () => {
  await schedules.close();
  await system[Symbol.asyncDispose]();
});

const createEverySecond = async (overlap: string, durationMs: number) => {
  const body = { name: overlap, command: slow(durationMs), cron: everySecond, overlap };
  return (await schedules.create(body)).id;
};

test('overlap skip, queue and cancel-running: what has not ended decides about the next tick', async () => {
  const skip = await createEverySecond('skip', 3_600_000);
  const queue = await createEverySecond('queue', 3_600_000);
  const cancel = await createEverySecond('cancel-running', 3_600_000);
  const ids = [skip, queue, cancel];
  await Promise.all(ids.map((id) => schedules.settled(id, 4)));
  await Promise.all(ids.map((id) => schedules.patch(id, { paused: true })));

  const skipped = await schedules.ticks(skip);
  expect(skipped.map(({ decision }) => decision)).toEqual(
    skipped.map((_, place) => (place ? 'skipped' : 'fired')),
  );

  const queued = await schedules.ticks(queue);
  expect(new Set(queued.map(({ decision }) => decision))).toEqual(new Set(['fired']));
  const keys = queued.map(async ({ commandId }) => (await api.command(commandId)).concurrencyKey);
  expect(new Set(await Promise.all(keys))).toEqual(new Set([`schedule:${queue}`]));

  const fired = await schedules.ticks(cancel);
  expect(new Set(fired.map(({ decision }) => decision))).toEqual(new Set(['fired']));
  for (const { commandId } of fired.slice(0, -1)) {
    expect(await api.ended(commandId)).toMatchObject({
      status: 'canceled',
      reason: expect.stringContaining('next tick'),
    });
  }
  expect((await api.command(fired.at(-1)?.commandId ?? '')).status).toBe('running');
});

test('a skipped tick is fired once the command before has ended', async () => {
  const { id } = await schedules.create({ name: 'short', command: slow(1_500), cron: everySecond });
  const ticks = await schedules.settled(id, 6);
  await schedules.patch(id, { paused: true });
  const decisions = ticks.map(({ decision }) => decision);
  expect(decisions.filter((decision) => decision === 'fired').length).toBeGreaterThanOrEqual(2);
  expect(decisions.filter((decision) => decision === 'skipped').length).toBeGreaterThanOrEqual(2);
});

test('a tick that came while no API ran: skip drops it, once and all fire it', async () => {
  const tickMs = Math.ceil(Date.now() / 1_000) * 1_000 + 4_000;
  const cron = `${new Date(tickMs).getUTCSeconds()} * * * * *`;
  const create = async (misfire: string) => {
    const command = { name: 'system.ping', input: {} };
    return (await schedules.create({ name: `misfire ${misfire}`, command, cron, misfire })).id;
  };
  const [skip, once, all] = [await create('skip'), await create('once'), await create('all')];
  expect(Date.now()).toBeLessThan(tickMs);
  await system.service('api').end('SIGKILL');
  await eventually('the tick is long over', async () => Date.now() > tickMs + 6_000);
  system.service('api').start();
  await system.service('api').ready();
  for (const id of [once, all]) {
    const [tick] = await schedules.settled(id, 1);
    expect(tick).toMatchObject({ tickMs, decision: 'fired' });
    expect(await api.ended(tick?.commandId ?? '')).toMatchObject({ status: 'completed', scheduleId: id });
  }
  expect(await schedules.ticks(skip)).toEqual([]);
});
