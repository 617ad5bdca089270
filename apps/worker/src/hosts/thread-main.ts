import { parentPort, workerData } from 'node:worker_threads';
import type { HostSettings } from './host.ts';
import { serveHandlers } from './serve-handlers.ts';

parentPort?.on(
  'message',
  serveHandlers(workerData as HostSettings, (said) => parentPort?.postMessage(said)),
);
