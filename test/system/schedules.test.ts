import type { CommandView } from '@signalbox/shared/http/command-view';
import type { BackfillResult } from '@signalbox/shared/http/schedules';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import { openScheduleClient, type FiredTick, type ScheduleClient } from '../harness/schedule-client.ts';
import type { ServiceProcess } from '../harness/service-process.ts';
import { TestSystem } from '../harness/test-system.ts';

const everySecond = { cron: '* * * * * *', misfire: 'all' };

let system: TestSystem;
let secondApi: ServiceProcess;
let api: ApiClient;
let schedules: ScheduleClient;

beforeAll(async () => {
  system = await TestSystem.create({ services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'] });
  secondApi = await system.addApi();
  api = createApiClient(system.apiUrl);
  schedules = await openScheduleClient(system);
});
afterAll(async () => {
  await schedules.close();
  await system[Symbol.asyncDispose]();
});

const createPing = (name: string, parts: object = everySecond) =>
  schedules.create({ name, command: { name: 'system.ping', input: {}, tags: [name] }, ...parts });

/** The commands that a schedule has submitted, each of which has ended. */
const findCommands = (name: string, count: number): Promise<CommandView[]> =>
  eventually(`${count} commands of ${name} end`, async () => {
    const { items } = await api.get<{ items: CommandView[] }>(`/v1/commands?tag=${name}&limit=200`);
    return items.length >= count && items.every(({ status }) => status === 'completed') && items;
  });

const toGapsMs = (ticks: readonly FiredTick[]): number[] =>
  ticks.slice(1).map(({ tickMs }, index) => tickMs - (ticks[index]?.tickMs ?? 0));

test('two APIs fire each tick exactly once, and go on when one is killed', async () => {
  const { id } = await createPing('twice');
  const before = await schedules.settled(id, 5);
  await secondApi.end('SIGKILL');
  await schedules.settled(id, before.length + 4);
  secondApi.start();
  await secondApi.ready();
  await schedules.patch(id, { paused: true });
  // What the killed process had taken is completed by the other one.
  const ticks = await eventually('every tick is fired', async () => {
    const found = await schedules.ticks(id);
    return found.every(({ decision }) => decision === 'fired') && found;
  });
  expect(new Set(toGapsMs(ticks))).toEqual(new Set([1_000]));
  const commands = await findCommands('twice', ticks.length);
  expect(commands.map((command) => command.id).toSorted()).toEqual(
    ticks.map(({ commandId }) => commandId).toSorted(),
  );
  expect(new Set(commands.map(({ scheduleId }) => scheduleId))).toEqual(new Set([id]));
});

test('a paused schedule fires nothing, is triggered all the same, and misses nothing', async () => {
  const { id } = await createPing('paused');
  await schedules.settled(id, 2);
  expect(await schedules.patch(id, { paused: true })).toMatchObject({ paused: true, nextRuns: [] });
  const other = await createPing('meanwhile');
  await schedules.settled(other.id, 1);
  const before = await schedules.ticks(id);
  await schedules.settled(other.id, 4);
  expect(await schedules.ticks(id)).toEqual(before);
  const triggered = await schedules.post<{ id: string }>(id, 'trigger');
  expect(await api.ended(triggered.id)).toMatchObject({ status: 'completed', scheduleId: id });
  expect(await schedules.get(id)).toMatchObject({ lastCommandId: triggered.id });
  const resumedAt = Date.now();
  await schedules.patch(id, { paused: false });
  const after = (await schedules.settled(id, before.length + 2)).slice(before.length);
  expect(after.filter(({ tickMs }) => tickMs < resumedAt - 1_000)).toEqual([]);
  await schedules.patch(id, { paused: true });
  await schedules.patch(other.id, { paused: true });
});

test('a backfill fires what was not fired, once', async () => {
  const { id } = await createPing('backfill', { cron: '0 * * * *' });
  const hour = 3_600_000;
  const to = Math.floor(Date.now() / hour) * hour;
  const range = { from: new Date(to - 4 * hour).toISOString(), to: new Date(to).toISOString() };
  expect(await schedules.post<BackfillResult>(id, 'backfill', range)).toEqual({ ticks: 5, fired: 5 });
  expect(await schedules.post<BackfillResult>(id, 'backfill', range)).toEqual({ ticks: 5, fired: 0 });
  expect(await findCommands('backfill', 5)).toHaveLength(5);
  expect(await schedules.get(id)).toMatchObject({ lastTickAt: range.to });
});

test('firing goes on while the database is away, and the row catches up', async () => {
  const { id } = await createPing('without-database');
  await schedules.settled(id, 1);
  await system.service('surrealdb').end('SIGKILL');
  const before = await schedules.ticks(id);
  const ticks = await schedules.settled(id, before.length + 3);
  const last = ticks.at(-1);
  system.service('surrealdb').start();
  await eventually('the row tells of the last tick', async () => {
    const { lastTickAt } = await schedules.get(id);
    return lastTickAt !== undefined && Date.parse(lastTickAt) >= (last?.tickMs ?? 0);
  });
  await schedules.patch(id, { paused: true });
  const fired = await schedules.ticks(id);
  expect(new Set(toGapsMs(fired))).toEqual(new Set([1_000]));
  expect(await findCommands('without-database', fired.length)).toHaveLength(fired.length);
});
