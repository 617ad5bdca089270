import { connect } from 'node:net';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import type { Finding, Look, Patient } from './finding.ts';

const limitMs = 3_000;

const withLimit = async <Value>(work: Promise<Value>): Promise<Value> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
};

const defaultNatsPort = 4222;

/** A NATS server greets with a line of JSON about itself. */
const readGreeting = (url: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) || defaultNatsPort });
    socket.on('error', reject);
    socket.once('data', (chunk: Buffer) => {
      socket.destroy();
      const version = /^INFO .*"version":"([^"]+)"/.exec(chunk.toString())?.[1];
      if (version === undefined) reject(new Error('something else than NATS answers'));
      else resolve(version);
    });
    socket.setTimeout(limitMs, () => socket.destroy(new Error(`no answer within ${limitMs} ms`)));
  });

const askDatabase = async (url: string, { environment }: Patient): Promise<string> => {
  const { connectStore } = await import('@signalbox/runtime/store/connect');
  const store = await withLimit(
    connectStore({
      url,
      user: environment.SURREAL_USER,
      password: environment.SURREAL_PASSWORD,
      namespace: environment.SURREAL_NAMESPACE,
      database: environment.SURREAL_DATABASE,
      logger: createLogger({ service: 'doctor', instance: 'doctor', level: 'silent', format: 'json' }),
    }),
  );
  try {
    await withLimit(store.ping());
    return 'answers a query';
  } finally {
    await store.close();
  }
};

interface Server {
  name: string;
  url: string;
  /** Whether it is somebody else's to start. */
  isElsewhere: boolean;
  ask: (url: string) => Promise<string>;
}

const lookAtServer = async (
  { name, url, isElsewhere, ask }: Server,
  isRunning: boolean,
): Promise<Finding> => {
  if (!isElsewhere && !isRunning) {
    return { status: 'pass', name, detail: 'does not run, as Signalbox does not; npm start starts it' };
  }
  try {
    return { status: 'pass', name, detail: `${url}: ${await ask(url)}` };
  } catch (error) {
    const fix = isElsewhere ? `start it, or correct its URL` : 'see npx signalbox status and logs';
    return {
      status: 'fail',
      name,
      detail: `${url}: ${error instanceof Error ? error.message : String(error)}`,
      fix,
    };
  }
};

export const lookAtServers: Look = async (patient) => {
  const { env, environment, state } = patient;
  const servers: Server[] = [
    {
      name: 'message bus',
      url: state?.urls.nats ?? environment.NATS_URL,
      isElsewhere: Boolean(env['NATS_URL']),
      ask: async (url) => `NATS ${await readGreeting(url)}`,
    },
    {
      name: 'database',
      url: state?.urls.surreal ?? environment.SURREAL_URL,
      isElsewhere: Boolean(env['SURREAL_URL']),
      ask: (url) => askDatabase(url, patient),
    },
  ];
  return Promise.all(servers.map((server) => lookAtServer(server, state !== undefined)));
};
