import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { createTestContext } from '../testing/test-context.ts';
import { HostPool } from './host-pool.ts';
import { openProcess } from './open-process.ts';

const settings = { instance: 'test', logLevel: 'silent' };
const pools: HostPool[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

const openPool = (file?: URL): HostPool => {
  const pool = new HostPool({ size: 1, open: openProcess(settings, file) });
  pools.push(pool);
  return pool;
};

const hanging = new URL('../testing/hanging-parent.ts', import.meta.url);
const dying = new URL('../testing/dying-host.ts', import.meta.url);

test.each([
  ['exit', /, with exit code 3/],
  ['abort', /, by SIGABRT/],
  ['memory', /, by SIGABRT/],
  ['error', /, with exit code 1/],
])('a process that dies of %s fails the attempt alone, says how, and is replaced', async (how, message) => {
  vi.stubEnv('NODE_OPTIONS', '--max-old-space-size=32');
  const pool = openPool(dying);
  for (let n = 0; n < 2; n += 1) {
    const { result } = pool.run({ name: 'any', input: how, context: createTestContext() });
    await expect(result).rejects.toMatchObject({
      code: 'worker.lost',
      retryable: true,
      message: expect.stringMatching(message),
    });
  }
});

test('a handler that kills its process leaves the next one unharmed', async () => {
  const pool = openPool();
  const crash = pool.run({ name: 'demo.crash', input: {}, context: createTestContext() });
  const next = pool.run({ name: 'system.ping', input: {}, context: createTestContext() });
  await expect(crash.result).rejects.toMatchObject({
    code: 'worker.lost',
    message: expect.stringMatching(/by SIGKILL/),
  });
  expect(await next.result).toMatchObject({ pong: true });
});

test('a host that cannot start is not ready', async () => {
  const pool = openPool(new URL('absent.ts', dying));
  await expect(pool.reserve()).rejects.toMatchObject({ code: 'worker.lost' });
});

test('the signals of a stop end no handler; its worker does, once it has let it end', async () => {
  const pool = openPool();
  const blocked = pool.run({ name: 'demo.block', input: { durationMs: 0 }, context: createTestContext() });
  const { worker: pid } = (await blocked.result) as { worker: number };
  expect(pid).not.toBe(process.pid);
  const progress = vi.fn<(percent: number) => void>();
  const input = { durationMs: 400, steps: 2 };
  const slow = pool.run({ name: 'demo.slow', input, context: createTestContext({ progress }) });
  await vi.waitFor(() => expect(progress).toHaveBeenCalledOnce(), { timeout: 5_000 });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.kill(pid, signal);
  expect(await slow.result).toMatchObject({ steps: 2 });
});

test('a handler that hangs ends with the process that asked for it', async () => {
  const parent = spawn(process.execPath, [fileURLToPath(hanging)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(parent.stdout, 'data');
  // Its output is closed only when the host, which has inherited it, is gone as well.
  const closed = once(parent, 'close');
  parent.kill('SIGKILL');
  expect(await closed).toEqual([null, 'SIGKILL']);
});
