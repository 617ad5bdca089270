/** A process of the smallest kind: it serves its health, beats, and says goodbye on SIGTERM. */
import { randomBytes } from 'node:crypto';
import { connectBus } from '@signalbox/runtime/bus/connect';
import { createHealth } from '@signalbox/runtime/health/create-health';
import { serveHealth } from '@signalbox/runtime/health/serve-health';
import { startHeartbeat } from '@signalbox/runtime/health/start-heartbeat';
import { createLogger } from '@signalbox/runtime/observability/create-logger';

const [service = 'worker', natsUrl = '', interval = '2000'] = process.argv.slice(2);
const instance = `${service}-${randomBytes(3).toString('hex')}`;
const logger = createLogger({ service, instance, level: 'silent', format: 'json' });
const health = createHealth({ service, instance, logger });
const server = await serveHealth(health, { host: '127.0.0.1', port: 0 });
const bus = await connectBus({ url: natsUrl, name: instance, logger });
const heartbeat = startHeartbeat({ nc: bus.nc, health, intervalMs: Number(interval), url: server.url });
health.markReady();
process.stdout.write(`${instance}\n`);

const stop = async (): Promise<void> => {
  await heartbeat.stop();
  process.exit(0);
};
process.once('SIGTERM', () => void stop());
