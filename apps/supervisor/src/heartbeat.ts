import { randomBytes } from 'node:crypto';
import type { Environment } from '@signalbox/runtime/config/environment';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { Supervisor } from './supervisor.ts';

interface HeartbeatOptions {
  supervisor: Supervisor;
  environment: Environment;
  natsUrl: string;
  logger: Logger;
}

interface Beating {
  stop(): Promise<void>;
}

const describeState = (supervisor: Supervisor) => {
  const poor = [...supervisor.processes.values()].filter(({ model }) =>
    ['backoff', 'crashlooping', 'fatal', 'unready'].includes(model.state),
  );
  if (poor.length === 0) return { status: 'pass' as const };
  return {
    status: 'warn' as const,
    output: poor.map(({ spec, model }) => `${spec.name} is ${model.state}`).join(', '),
  };
};

const connect = async ({ supervisor, environment, natsUrl, logger }: HeartbeatOptions): Promise<Beating> => {
  // The bus is loaded late: it costs memory and time that the start of the other processes needs more.
  const [{ connectBus }, { createHealth }, { startHeartbeat }] = await Promise.all([
    import('@signalbox/runtime/bus/connect'),
    import('@signalbox/runtime/health/create-health'),
    import('@signalbox/runtime/health/start-heartbeat'),
  ]);
  const instance = `supervisor-${randomBytes(3).toString('hex')}`;
  const bus = await connectBus({ url: natsUrl, name: instance, logger });
  const health = createHealth({ service: 'supervisor', instance, logger });
  health.addCheck({
    name: 'processes',
    critical: false,
    run: () => Promise.resolve(describeState(supervisor)),
  });
  health.markReady();
  const heartbeat = startHeartbeat({ nc: bus.nc, health, intervalMs: environment.HEARTBEAT_INTERVAL_MS });
  return {
    stop: async () => {
      health.markDraining();
      await heartbeat.stop();
      health.stop();
      await bus.close();
    },
  };
};

/** Tells the bus that the supervisor lives, from when NATS is ready; the supervisor works as well without. */
export const beatOnBus = (options: HeartbeatOptions): Beating => {
  const { supervisor, logger } = options;
  const nats = supervisor.processes.get('nats');
  const isThere = () =>
    nats === undefined || nats.spec.providedBy !== undefined || nats.model.state === 'ready';
  const abort = new AbortController();
  let beating: Beating | undefined;
  const begin = async (): Promise<void> => {
    await supervisor.waitUntil(isThere, abort.signal);
    beating = await connect(options);
  };
  begin().catch((error: unknown) => {
    if (!abort.signal.aborted) logger.warn({ err: error }, 'no heartbeats are sent');
  });
  return {
    // A connection that is still being made is left alone: it would be waited for without end.
    stop: async () => {
      abort.abort();
      await beating?.stop();
    },
  };
};
