/** Real servers for tests and benchmarks: each a process of its own, on a free port, with data of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from './testing/free-port.ts';
import { startProcess, type EmbeddedProcess } from './process/embedded-process.ts';

export type { EmbeddedProcess } from './process/embedded-process.ts';

interface ServerOptions {
  /** Kept when the server is disposed of; a folder of its own in the temporary folder, removed then, if left out. */
  dataDir?: string;
  /** A free port if left out. */
  port?: number;
}

export interface NatsServerOptions extends ServerOptions {
  /** Where it answers HTTP questions such as /healthz and /jsz; 0 for any free port. */
  monitorPort?: number;
}

export interface SurrealServerOptions extends ServerOptions {
  /** Keep nothing on disk. */
  memory?: boolean;
  user?: string;
  password?: string;
}

export interface TestServer extends EmbeddedProcess {
  dataDir: string;
}

const startWithData = async (
  { dataDir }: ServerOptions,
  start: (dataDir: string) => Promise<EmbeddedProcess>,
): Promise<TestServer> => {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'signalbox-')));
  const removeData = async (): Promise<void> => {
    if (dataDir === undefined) await rm(folder, { recursive: true, force: true });
  };
  try {
    const server = await start(folder);
    return {
      ...server,
      dataDir: folder,
      [Symbol.asyncDispose]: async () => {
        await server.stop();
        await removeData();
      },
    };
  } catch (error) {
    await removeData();
    throw error;
  }
};

/**
 * Starts nats-server with JetStream and waits until it answers.
 * @throws Error with the server's log if it does not get ready
 */
export const startNatsServer = (options: NatsServerOptions = {}): Promise<TestServer> =>
  startWithData(options, async (dataDir) =>
    startProcess({
      file: new URL('nats-server.ts', import.meta.url),
      env: {
        SIGNALBOX_DATA_DIR: dataDir,
        EMBEDDED_NATS_PORT: String(options.port ?? (await findFreePort())),
        ...(options.monitorPort !== undefined && { EMBEDDED_NATS_MONITOR_PORT: String(options.monitorPort) }),
      },
    }),
  );

/**
 * Starts the embedded database and waits until it serves.
 * @throws Error with the server's log if it does not get ready
 */
export const startSurrealServer = (options: SurrealServerOptions = {}): Promise<TestServer> =>
  startWithData(options, async (dataDir) =>
    startProcess({
      file: new URL('surreal-server.ts', import.meta.url),
      env: {
        SIGNALBOX_DATA_DIR: dataDir,
        EMBEDDED_SURREAL_PORT: String(options.port ?? (await findFreePort())),
        EMBEDDED_SURREAL_STORAGE: options.memory ? 'memory' : 'disk',
        SURREAL_USER: options.user ?? 'root',
        SURREAL_PASSWORD: options.password ?? 'root',
      },
    }),
  );
