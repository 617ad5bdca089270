import { connectBus, type Bus } from '@signalbox/runtime/bus/connect';
import { createEventLog } from '@signalbox/runtime/bus/event-log';
import { createPublisher } from '@signalbox/runtime/bus/publisher';
import { newCommandId } from '@signalbox/runtime/ids';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { CommandEvent } from '@signalbox/shared/events/command-event';
import type { CommandLog, CommandView } from '@signalbox/shared/http/command-view';
import type { ErrorGroup } from '@signalbox/shared/http/error-groups';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import { TestSystem } from '../harness/test-system.ts';

let system: TestSystem;
let api: ApiClient;
let bus: Bus;

beforeAll(async () => {
  const services = ['nats', 'surrealdb', 'recorder', 'api', 'worker'] as const;
  system = await TestSystem.create({ services, env: { RETRY_MAX_ATTEMPTS: '1' } });
  api = createApiClient(system.apiUrl);
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent', format: 'json' });
  bus = await connectBus({ url: system.natsUrl, name: 'test', logger });
});
afterAll(async () => {
  await bus.close();
  await system[Symbol.asyncDispose]();
});

const list = async (query: string): Promise<string[]> =>
  (await api.get<{ items: CommandView[] }>(`/v1/commands?${query}`)).items.map(({ id }) => id);

/** Says on the bus what workers would say. */
const tell = async (...events: CommandEvent[]): Promise<void> => {
  const publisher = createPublisher(bus.nc);
  const eventLog = createEventLog(publisher);
  for (const event of events) await eventLog.append('default', event);
  publisher.close();
};

const makeCommand = (parts: Partial<CommandEnvelope> = {}): CommandEnvelope => ({
  v: 1,
  id: newCommandId(),
  name: 'system.ping',
  queue: 'default',
  priority: 'normal',
  input: {},
  submittedAt: Date.now(),
  traceId: 't',
  ...parts,
});

const ran = (command: CommandEnvelope) => {
  const at = Date.now();
  return { id: command.id, at, attempt: 1, worker: 'w', startedAt: at, command };
};

test('failures are grouped by cause, and the commands of one cause can be listed', async () => {
  const retry = { maxAttempts: 1 };
  const flaky: string[] = [];
  for (const failures of [5, 6]) {
    const id = await api.submit({ name: 'demo.flaky', input: { failures }, retry });
    expect(await api.ended(id)).toMatchObject({ status: 'failed' });
    flaky.unshift(id);
  }
  const url = 'http://127.0.0.1:1/';
  const unreachable = await api.submit({ name: 'http.request', input: { url, method: 'GET' }, retry });
  const other = await api.ended(unreachable);
  expect(other.status).toBe('failed');
  const groups = await eventually('both causes are there', async () => {
    const { items } = await api.get<{ items: ErrorGroup[] }>('/v1/errors?window=600000');
    return items.length === 2 && items;
  });
  expect(groups).toMatchObject([
    { count: 1, commands: ['http.request'], latestId: unreachable, code: other.error?.code },
    { count: 2, commands: ['demo.flaky'], latestId: flaky[0] },
  ]);
  expect(await list(`fingerprint=${groups[1]?.fingerprint}`)).toEqual(flaky);
  expect(await list(`fingerprint=${groups[0]?.fingerprint}&status=failed`)).toEqual([unreachable]);
  expect(await list(`fingerprint=${groups[0]?.fingerprint}&name=demo.flaky`)).toEqual([]);
});

test('a parent shows how its children stand, and lists them; a schedule lists what it fired', async () => {
  const parent = makeCommand({ scheduleId: 'nightly' });
  const children = Array.from({ length: 3 }, () => makeCommand({ parentId: parent.id }));
  const [completed, failed, running] = children;
  if (!completed || !failed || !running) throw new Error('there are three');
  const error = { code: 'handler.failed', message: 'no', retryable: false };
  await tell(
    { type: 'completed', ...ran(parent), result: 1 },
    { type: 'completed', ...ran(completed), result: { large: 'x'.repeat(1_000) } },
    { type: 'failed', ...ran(failed), error },
    { type: 'started', ...ran(running) },
  );
  const newestFirst = children.map(({ id }) => id).toReversed();
  await eventually('all are listed', async () => (await list(`parentId=${parent.id}`)).length === 3);
  expect((await api.command(parent.id)).children).toEqual({ total: 3, completed: 1, failed: 1, canceled: 0 });
  expect(await list(`parentId=${parent.id}&limit=2`)).toEqual(newestFirst.slice(0, 2));
  expect(await list(`parentId=${parent.id}&status=failed`)).toEqual([failed.id]);
  expect(await list('scheduleId=nightly')).toEqual([parent.id]);
  expect(await api.get(`/v1/commands/${parent.id}/result`)).toBe(1);
  await tell({ type: 'deleted', id: failed.id, at: Date.now(), reason: 'no longer needed' });
  await eventually('the removed child is gone', async () => {
    const view = await api.command(parent.id);
    return view.children?.total === 2;
  });
  expect((await fetch(`${system.apiUrl}/v1/commands/${failed.id}`)).status).toBe(404);
});

test('what a handler logged is kept in order, once, and is part of the history', async () => {
  const command = makeCommand();
  const { command: _, ...attempt } = ran(command);
  const log = (n: number): CommandEvent => ({
    type: 'log',
    ...attempt,
    n,
    lines: [1, 2].map((line) => ({ at: attempt.at, level: 'info', message: `${n}.${line}` })),
  });
  await tell(log(2), { type: 'accepted', ...attempt, command }, log(1), log(2), log(3));
  await tell({ type: 'completed', ...ran(command), result: {} });
  await api.ended(command.id);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const after = cursor === undefined ? '' : `&after=${cursor}`;
    const page = await api.get<CommandLog>(`/v1/commands/${command.id}/logs?limit=4${after}`);
    seen.push(...page.items.map(({ message }) => message));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(seen).toEqual(['1.1', '1.2', '2.1', '2.2', '3.1', '3.2']);
  const history = await api.history(command.id);
  const logged = history.filter(({ type }) => type === 'log');
  expect(logged.flatMap(({ lines = [] }) => lines.map(({ message }) => message)).toSorted()).toEqual(seen);
});
