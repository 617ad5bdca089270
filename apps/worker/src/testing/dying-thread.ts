import { parentPort } from 'node:worker_threads';
import type { ToThread } from '../threads/protocol.ts';

/** A thread whose handler takes it down, in the way that the input says. */
const ways: Record<string, () => void> = {
  exit: () => process.exit(3),
  memory: () => {
    const kept: unknown[] = [];
    for (;;) kept.push(Array.from({ length: 100_000 }, (_, n) => ({ n })));
  },
  error: () => {
    setImmediate(() => {
      throw new Error('nobody caught this');
    });
  },
};

parentPort?.on('message', (told: ToThread) => {
  if (told.type === 'run') ways[String(told.input)]?.();
});
