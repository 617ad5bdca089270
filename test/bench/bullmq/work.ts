import { Worker } from 'bullmq';

/** BullMQ's side of the no-op: a worker process with the concurrency that serves it best here. */
const connection = { host: '127.0.0.1', port: Number(process.env['REDIS_PORT']), maxRetriesPerRequest: null };
const worker = new Worker('bench', async () => ({ pong: true, at: new Date().toISOString() }), {
  connection,
  concurrency: 64,
});
await worker.waitUntilReady();
process.send?.({ type: 'ready' });
process.on('disconnect', () => process.exit(0));
