import type { CommandEnd } from '@signalbox/shared/status/command-end';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { AttemptContext } from '../handler-context/create-handler-context.ts';
import { createHandlerContext } from '../handler-context/create-handler-context.ts';
import { makeFacts, makeSlot } from '../testing/make-facts.ts';
import { createMemoryFamily, createMemoryServices, createMemorySteps } from '../testing/memory-services.ts';
import { HostPool, type HostPoolOptions } from './host-pool.ts';
import { openProcess } from './open-process.ts';
import { openThread } from './open-thread.ts';

const settings = { instance: 'test', logLevel: 'silent' };
const pools: HostPool[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

const openPool = (options: Partial<HostPoolOptions> = {}): HostPool => {
  const pool = new HostPool({ size: 2, open: openThread(settings), ...options });
  pools.push(pool);
  return pool;
};

const openContext = (attempt = 1) => {
  const family = createMemoryFamily(({ id }): CommandEnd => ({ id, status: 'completed', result: {} }));
  const services = createMemoryServices({ family, steps: createMemorySteps() });
  return { context: createHandlerContext(makeFacts(attempt), services, makeSlot()), services };
};

const run = (pool: HostPool, name: string, input: unknown, context: AttemptContext) =>
  pool.run({ name, input, context });

describe.each([
  ['thread', openThread(settings), 'worker.thread_ended'],
  ['process', openProcess(settings), 'worker.lost'],
])('in a %s', (_, open, code) => {
  test('steps, lines and progress of a handler there go through the context of its attempt', async () => {
    const { context, services } = openContext();
    const input = { steps: 3, stepMs: 1 };
    expect(await run(openPool({ open }), 'demo.steps', input, context).result).toMatchObject({
      steps: 3,
      run: 3,
    });
    context.finish();
    expect(services.events.flatMap((event) => (event.type === 'log' ? event.lines : []))).toHaveLength(3);
    expect(services.events.findLast(({ type }) => type === 'progress')).toMatchObject({ percent: 100 });
    expect((await services.steps.list('')).map(({ key }) => key)).toEqual(['step 1', 'step 2', 'step 3']);
  });

  test('children of a handler there are spawned and waited for', async () => {
    const { context } = openContext();
    const input = { children: 5, durationMs: 1, concurrency: 2 };
    expect(await run(openPool({ open }), 'demo.fan_out', input, context).result).toEqual({
      completed: 5,
      failed: 0,
      canceled: 0,
    });
  });

  test('an error keeps its message, code and stack', async () => {
    const { context } = openContext();
    const { result } = run(openPool({ open }), 'demo.flaky', { failures: 9 }, context);
    await expect(result).rejects.toMatchObject({
      name: 'Error',
      message: 'Attempt 1 fails, as asked; 9 are to fail.',
      stack: expect.stringContaining('demo.ts'),
    });
    const refused = run(
      openPool({ open }),
      'http.request',
      { url: 'ftp://x.test', method: 'GET' },
      openContext().context,
    );
    await expect(refused.result).rejects.toMatchObject({ code: expect.stringMatching(/^http[.]/) });
  });

  test('a handler there is told of the abort', async () => {
    const { context } = openContext();
    const { result } = run(openPool({ open }), 'demo.slow', { durationMs: 60_000, steps: 1 }, context);
    context.abort(new Error('time is up'));
    await expect(result).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('a handler that hangs is ended by force, and the next one gets another host', async () => {
    const pool = openPool({ size: 1, open });
    const { context, services } = openContext();
    const hanging = run(pool, 'demo.hang', {}, context);
    hanging.result.catch(() => undefined);
    await vi.waitFor(() => expect(services.events).toHaveLength(1), { timeout: 5_000 });
    const next = run(pool, 'system.ping', {}, openContext().context);
    hanging.stop?.();
    await expect(hanging.result).rejects.toMatchObject({ code });
    expect(await next.result).toMatchObject({ pong: true });
  });

  test('hosts are used again, never more than allowed, and end when they idle', async () => {
    const pool = openPool({ size: 2, idleMs: 50, open });
    const runs = Array.from({ length: 10 }, () => run(pool, 'system.ping', {}, openContext().context).result);
    expect(pool.size).toBe(2);
    expect(await Promise.all(runs)).toHaveLength(10);
    await vi.waitFor(() => expect(pool.size).toBe(0), { timeout: 5_000 });
  });

  test('a reserved host is ready, and given back if it is not used', async () => {
    const pool = openPool({ size: 1, open });
    const unused = await pool.reserve();
    const next = pool.reserve();
    unused.release();
    const reserved = await next;
    unused.release();
    const work = { name: 'system.ping', input: {}, context: openContext().context };
    expect(await reserved.run(work).result).toMatchObject({ pong: true });
    reserved.release();
    expect(pool.size).toBe(1);
  });
});

const file = new URL('../testing/dying-host.ts', import.meta.url);

test.each([
  ['exit', /with exit code 3/],
  ['memory', /out of memory|memory limit/],
  ['error', /nobody caught this/],
])('a thread that dies of %s fails the attempt, says why, and is replaced', async (how, message) => {
  const pool = openPool({ size: 1, open: openThread(settings, { file, maxHeapMb: 24 }) });
  for (let n = 0; n < 2; n += 1) {
    await expect(run(pool, 'any', how, openContext().context).result).rejects.toMatchObject({
      code: 'worker.thread_ended',
      message: expect.stringMatching(message),
    });
  }
});
