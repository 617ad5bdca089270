import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../harness/eventually.ts';
import { findFreePort } from '@signalbox/embedded/testing/free-port';
import { runToEnd, startNode } from './processes.ts';
import type { BurstResult, Latency } from './settings.ts';

export type BullmqResult = BurstResult & Latency;

const hasRedis = (): boolean => {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/** The same burst through BullMQ on a Redis of its own, in memory; undefined where there is no redis-server. */
export const runBullmq = async (): Promise<BullmqResult | undefined> => {
  if (!hasRedis()) return undefined;
  const port = await findFreePort();
  const dir = await mkdtemp(join(tmpdir(), 'signalbox-redis-'));
  const redis = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', dir],
    { stdio: 'ignore' },
  );
  try {
    await eventually('redis answers', () => answers(port));
    const worker = await startNode('test/bench/bullmq/work.ts', { REDIS_PORT: String(port) });
    try {
      return await runToEnd<BullmqResult>('test/bench/bullmq/submit.ts', { REDIS_PORT: String(port) });
    } finally {
      worker.kill();
    }
  } finally {
    redis.kill();
    await rm(dir, { recursive: true, force: true });
  }
};
