import { Worker } from 'node:worker_threads';
import type { HostSettings } from './host.ts';
import type { ToHost } from './protocol.ts';
import { serveHandlers } from './serve-handlers.ts';

const [settings = '{}', parent] = process.argv.slice(2);

// A signal to the whole group is for the worker to heed, which lets the handler end in order first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit());
// A handler that never returns to its event loop would not hear of that.
new Worker(new URL('watch-parent.ts', import.meta.url), { workerData: Number(parent) }).unref();

const told = serveHandlers(
  JSON.parse(settings) as HostSettings,
  // Who hears no more is gone, and so is this process soon.
  (said) => void process.send?.(said, () => undefined),
);
process.on('message', (message) => told(message as ToHost));
