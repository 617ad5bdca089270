import type { ActionPreview, ActionView } from '@signalbox/shared/http/actions';
import type { CommandView } from '@signalbox/shared/http/command-view';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import type { ServiceProcess } from '../harness/service-process.ts';
import { TestSystem } from '../harness/test-system.ts';

const failures = 300;
const filter = { status: 'failed', tag: 'first' };

let system: TestSystem;
let secondApi: ServiceProcess;
let api: ApiClient;
let failedIds: string[];

const listAll = async (query: string): Promise<CommandView[]> => {
  const found: CommandView[] = [];
  for (let cursor = ''; ;) {
    const path = `/v1/commands?${query}&limit=200${cursor && `&cursor=${cursor}`}`;
    const page = await api.get<{ items: CommandView[]; nextCursor?: string }>(path);
    found.push(...page.items);
    if (page.nextCursor === undefined) return found;
    cursor = page.nextCursor;
  }
};

const submitMany = async (count: number, command: object): Promise<void> => {
  const commands = Array.from({ length: count }, () => command);
  expect((await api.post('/v1/commands/batch', { commands })).status).toBe(207);
};

const act = async (body: object): Promise<ActionView> => {
  const response = await api.post('/v1/commands/actions', { reason: 'test', ...body });
  expect(response.status).toBe(202);
  const action = (await response.json()) as ActionView;
  expect(response.headers.get('location')).toBe(`/v1/actions/${action.id}`);
  return action;
};

const until = (id: string, wanted: (action: ActionView) => boolean): Promise<ActionView> =>
  eventually(`action ${id}`, async () => {
    const action = await api.get<ActionView>(`/v1/actions/${id}`);
    return wanted(action) && action;
  });

const ended = ({ status }: ActionView): boolean => status !== 'running';

/** The commands that an action replayed, by what it made of them. */
const findReplays = async (action: ActionView): Promise<string[]> =>
  eventually('all replays are recorded', async () => {
    const all = await listAll('tag=first');
    const replays = all.filter(({ actionId }) => actionId === action.id);
    return replays.length >= action.done && replays.map(({ replayOf }) => replayOf ?? '').toSorted();
  });

beforeAll(async () => {
  system = await TestSystem.create({ services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'] });
  secondApi = await system.addApi();
  api = createApiClient(secondApi.url);
  await submitMany(failures, {
    name: 'demo.flaky',
    input: { failures: 99 },
    retry: { maxAttempts: 1 },
    tags: ['first'],
  });
  failedIds = await eventually('all fail', async () => {
    const failed = await listAll('status=failed&tag=first');
    return failed.length === failures && failed.map(({ id }) => id).toSorted();
  });
});
afterAll(() => system[Symbol.asyncDispose]());

test('a dry run counts and does nothing', async () => {
  const body = { action: 'retry', filter, reason: 'test', dryRun: true };
  const response = await api.post('/v1/commands/actions', body);
  expect(response.status).toBe(200);
  const preview = (await response.json()) as ActionPreview;
  expect(preview).toMatchObject({ action: 'retry', total: failures });
  expect(preview.sample).toEqual(failedIds.slice(0, 10));
  const nothing = { ...body, filter: { tag: 'nowhere' } };
  expect(await (await api.post('/v1/commands/actions', nothing)).json()).toMatchObject({ total: 0 });
});

test('an aborted retry begins nothing more, and tells what it did', async () => {
  const { id } = await act({ action: 'retry', filter, ratePerSecond: 60 });
  await until(id, ({ done }) => done >= 30);
  const response = await api.post(`/v1/actions/${id}/abort`, {});
  expect(await response.json()).toMatchObject({ status: 'aborted' });
  const [final, replays] = await eventually('what is told is what was done', async () => {
    const action = await api.get<ActionView>(`/v1/actions/${id}`);
    const made = (await listAll('tag=first')).filter(({ actionId }) => actionId === id);
    return made.length === action.done && ([action, made] as const);
  });
  expect(new Set(replays.map(({ replayOf }) => replayOf)).size).toBe(replays.length);
  expect(final).toMatchObject({ status: 'aborted', reason: 'test', total: failures });
  expect(final.done).toBeGreaterThanOrEqual(30);
  expect(final.done).toBeLessThan(failures);
});

test('a retry whose API is killed half way is gone on with: every command is replayed exactly once', async () => {
  const before = await eventually('all have failed', async () => {
    const all = await listAll('tag=first');
    return all.every(({ status }) => status === 'failed') && all.map(({ id }) => id).toSorted();
  });
  const first = createApiClient(system.apiUrl);
  const body = { action: 'retry', filter, reason: 'the server is back', ratePerSecond: 100 };
  const { id } = (await (await first.post('/v1/commands/actions', body)).json()) as ActionView;
  await until(id, ({ done }) => done >= 60);
  await system.service('api').end('SIGKILL');
  const action = await until(id, ended);
  expect(action).toMatchObject({ status: 'completed', skipped: 0, failed: 0, done: action.total });
  expect(await findReplays(action)).toEqual(before);
  const [replay] = await listAll('tag=first');
  expect(replay).toMatchObject({ replayReason: 'the server is back', actionId: id });
});

test('a bulk cancel ends what waits; a bulk delete removes what has ended, and nothing else', async () => {
  const waiting = { name: 'system.ping', input: {}, delayMs: 600_000 };
  await submitMany(40, { ...waiting, tags: ['second'] });
  await submitMany(1, { ...waiting, tags: ['second', 'kept'] });
  // An action goes by the history, which hears of a new command a moment later.
  await eventually('all are recorded', async () => (await listAll('tag=second')).length === 41);
  const cancel = await act({
    action: 'cancel',
    filter: { status: 'scheduled', tag: 'second' },
    ratePerSecond: 20,
  });
  const canceled = await until(cancel.id, ended);
  expect(canceled).toMatchObject({ status: 'completed', total: 41, done: 41 });
  // At 20 a second.
  expect(Date.parse(canceled.finishedAt ?? '') - Date.parse(canceled.startedAt)).toBeLessThan(4_000);
  await submitMany(3, { ...waiting, tags: ['second', 'third'] });
  await eventually('those too', async () => (await listAll('tag=third')).length === 3);
  await eventually(
    'all are canceled',
    async () => (await listAll('status=canceled&tag=second')).length === 41,
  );
  const removal = await act({ action: 'delete', filter: { tag: 'second' } });
  expect(await until(removal.id, ended)).toMatchObject({
    status: 'completed',
    total: 44,
    done: 41,
    skipped: 3,
  });
  await eventually('those are gone', async () => (await listAll('tag=second')).length === 3);
  expect(await listAll('tag=third')).toHaveLength(3);
  const { items } = await api.get<{ items: ActionView[] }>('/v1/actions');
  expect(items.map(({ id }) => id).slice(0, 2)).toEqual([removal.id, cancel.id]);
});
