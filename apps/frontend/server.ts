import { existsSync } from 'node:fs';
import path from 'node:path';
import { configExitCode, ConsoleConfigError, readConfig, type ConsoleConfig } from './src/server/config.ts';
import { startConsoleServer } from './src/server/console-server.ts';
import { log } from './src/server/log.ts';

/** The longest a stop may take before the process ends regardless. */
const stopMs = 3_000;

const readConfigOrExit = (): ConsoleConfig => {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConsoleConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(configExitCode);
  }
};

const dir = import.meta.dirname;
const isDev = process.argv.includes('--dev');
const config = readConfigOrExit();

if (!isDev && !existsSync(path.join(dir, '.next', 'BUILD_ID'))) {
  log('fatal', 'The console is not built. Run `npm run build` in apps/frontend, or start it with --dev.');
  process.exit(1);
}

let stop = async (): Promise<void> => undefined;
let isStopping = false;

const end = (reason: string): void => {
  if (isStopping) return;
  isStopping = true;
  log('info', 'stopping', { reason });
  setTimeout(() => process.exit(1), stopMs).unref();
  stop().then(
    () => process.exit(0),
    (error: unknown) => {
      log('error', 'stop failed', { err: String(error) });
      process.exit(1);
    },
  );
};

process.on('SIGTERM', () => end('SIGTERM'));
process.on('SIGINT', () => end('SIGINT'));
// The channel closes when the supervisor dies, however it dies.
process.on('disconnect', () => end('the supervisor is gone'));

try {
  const server = await startConsoleServer({ config, dir, isDev });
  stop = () => server.stop();
  log('info', 'started', { url: server.url });
  process.send?.({ type: 'ready' });
} catch (error) {
  log('fatal', 'start failed', {
    err: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  process.exit(1);
}
