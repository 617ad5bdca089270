import { parentPort } from 'node:worker_threads';
import type { FromHost, ToHost } from '../hosts/protocol.ts';

/** A thread or process whose handler takes it down, in the way that the input says. */
const ways: Record<string, () => void> = {
  exit: () => process.exit(3),
  abort: () => process.abort(),
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

const hear = (told: ToHost): void => {
  if (told.type === 'run') ways[String(told.input)]?.();
};

const ready: FromHost = { run: 0, type: 'ready' };
if (parentPort) {
  parentPort.on('message', hear);
  parentPort.postMessage(ready);
} else {
  process.on('message', (told) => hear(told as ToHost));
  process.send?.(ready);
}
