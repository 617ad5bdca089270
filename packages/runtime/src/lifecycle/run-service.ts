import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { configExitCode, ConfigError } from '../config/config-error.ts';
import { readEnvironment, type Environment } from '../config/environment.ts';
import { createLogger, type Logger } from '../observability/create-logger.ts';

export interface ServiceStart {
  environment: Environment;
  logger: Logger;
  /** New for every boot. */
  instance: string;
}

export interface RunningService {
  stop(): Promise<void>;
}

/** A service that hangs in its own stop is ended, so that nothing outlives its supervisor. */
const orphanStopMs = 2_000;

const readEnvironmentOrExit = (): Environment => {
  try {
    return readEnvironment(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(configExitCode);
  }
};

const stopOnSignals = (
  service: RunningService,
  { logger, stopMs }: { logger: Logger; stopMs: number },
): void => {
  let stopping = false;
  const stop = (reason: string, limitMs: number): void => {
    if (limitMs === orphanStopMs) setTimeout(() => process.exit(1), limitMs).unref();
    if (stopping) return;
    stopping = true;
    logger.info({ reason }, 'stopping');
    setTimeout(() => process.exit(1), limitMs).unref();
    service.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'stop failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM', stopMs));
  process.on('SIGINT', () => stop('SIGINT', stopMs));
  // The channel closes when the supervisor dies, however it dies.
  process.on('disconnect', () => stop('the supervisor is gone', orphanStopMs));
};

/**
 * Runs a service as this process: environment, logger, signals, exit code.
 * Exits 78 on a wrong configuration, 1 if the start fails, 0 after a stop.
 */
export const runService = async (
  name: string,
  start: (context: ServiceStart) => Promise<RunningService>,
): Promise<void> => {
  const environment = readEnvironmentOrExit();
  const instance = `${name}-${randomBytes(3).toString('hex')}`;
  const logger = createLogger({
    service: name,
    instance,
    level: environment.LOG_LEVEL,
    format: environment.LOG_FORMAT,
  });
  process.on('unhandledRejection', (error) => {
    logger.fatal({ err: error }, 'unhandled rejection');
    process.exit(1);
  });
  // A signal that comes while the service still starts ends it at once: nothing is under way yet.
  const exitEarly = (): never => process.exit(0);
  const early = ['SIGTERM', 'SIGINT', 'disconnect'] as const;
  for (const signal of early) process.once(signal, exitEarly);
  try {
    const service = await start({ environment, logger, instance });
    for (const signal of early) process.off(signal, exitEarly);
    stopOnSignals(service, { logger, stopMs: environment.WORKER_DRAIN_MS + 5_000 });
    logger.info({ pid: process.pid, host: hostname() }, 'started');
  } catch (error) {
    logger.fatal({ err: error }, 'start failed');
    process.exit(error instanceof ConfigError ? configExitCode : 1);
  }
};
