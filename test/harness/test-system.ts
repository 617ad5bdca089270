import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '@signalbox/embedded/testing/free-port';
import { eventually } from './eventually.ts';
import { ServiceProcess, type ServiceProcessOptions } from './service-process.ts';

const serviceNames = ['nats', 'surrealdb', 'recorder', 'api', 'worker', 'health-aggregator'] as const;
export type ServiceName = (typeof serviceNames)[number];

export interface TestSystemOptions {
  /** All unless given. */
  services?: readonly ServiceName[];
  env?: Record<string, string>;
  /** Flags of Node.js for each process; none unless given. */
  toNodeFlags?: (name: string) => readonly string[];
  /** An existing folder that gets a log of each process. */
  logDir?: string;
  /** Told of each process that starts and ends. */
  follow?: (pid: number, isAlive: boolean) => void;
}

const entries: Record<ServiceName, string> = {
  nats: 'infra/embedded/src/nats-server.ts',
  surrealdb: 'infra/embedded/src/surreal-server.ts',
  recorder: 'apps/recorder/src/main.ts',
  api: 'apps/api/src/main.ts',
  worker: 'apps/worker/src/main.ts',
  'health-aggregator': 'apps/health-aggregator/src/main.ts',
};

const portVariables: Record<ServiceName, string> = {
  nats: 'EMBEDDED_NATS_PORT',
  surrealdb: 'EMBEDDED_SURREAL_PORT',
  recorder: 'RECORDER_PORT',
  api: 'API_PORT',
  worker: 'WORKER_PORT',
  'health-aggregator': 'HEALTH_AGGREGATOR_PORT',
};

const isServer = (name: ServiceName): boolean => name === 'nats' || name === 'surrealdb';

/**
 * The real system on free ports of the loopback interface with data of its own: a real nats-server, the real
 * database engine, and each service as a process. Disposing it ends them all and removes the data.
 */
export class TestSystem implements AsyncDisposable {
  readonly natsUrl: string;
  readonly surrealUrl: string;
  readonly apiUrl: string;
  readonly env: Record<string, string>;
  readonly #processes: Map<ServiceName, ServiceProcess>;
  readonly #dataDir: string;
  readonly #options: TestSystemOptions;
  readonly #added: ServiceProcess[] = [];

  private constructor(dataDir: string, ports: Record<ServiceName, number>, options: TestSystemOptions) {
    this.#dataDir = dataDir;
    this.#options = options;
    this.natsUrl = `nats://127.0.0.1:${ports.nats}`;
    this.surrealUrl = `ws://127.0.0.1:${ports.surrealdb}/rpc`;
    this.apiUrl = `http://127.0.0.1:${ports.api}`;
    this.env = {
      NATS_URL: this.natsUrl,
      SURREAL_URL: this.surrealUrl,
      INTERNAL_API_URL: this.apiUrl,
      SIGNALBOX_DATA_DIR: dataDir,
      HTTP_REQUEST_PRIVATE_ADDRESSES: 'allow',
      LOG_LEVEL: 'info',
      HOME: process.env['HOME'] ?? dataDir,
      ...(process.env['XDG_CACHE_HOME'] && { XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] }),
      ...Object.fromEntries(serviceNames.map((name) => [portVariables[name], String(ports[name])])),
      ...options.env,
    };
    const names = options.services ?? serviceNames;
    this.#processes = new Map(
      names.map((name) => {
        const url = isServer(name) ? {} : { url: `http://127.0.0.1:${ports[name]}` };
        const process = { name, entry: entries[name], env: this.env, ...url, ...this.#ownOptions(name) };
        return [name, new ServiceProcess(process)];
      }),
    );
  }

  /** Starts the servers, then the services, and waits until all are ready. */
  static async create(options: TestSystemOptions = {}): Promise<TestSystem> {
    const ports = {} as Record<ServiceName, number>;
    for (const name of serviceNames) ports[name] = await findFreePort();
    const system = new TestSystem(await mkdtemp(join(tmpdir(), 'signalbox-')), ports, options);
    try {
      await system.#startWhere((name) => isServer(name));
      await system.#startWhere((name) => !isServer(name));
      await system.#canReadHistory();
    } catch (error) {
      await system[Symbol.asyncDispose]();
      throw error;
    }
    return system;
  }

  service(name: ServiceName): ServiceProcess {
    const service = this.#processes.get(name);
    if (!service) throw new Error(`${name} is not part of this system`);
    return service;
  }

  /** Starts one more worker and waits until it is ready; the system ends it. */
  addWorker(env: Record<string, string> = {}): Promise<ServiceProcess> {
    return this.#add('worker', env);
  }

  /** Starts one more API, at a url of its own, and waits until it is ready; the system ends it. */
  addApi(env: Record<string, string> = {}): Promise<ServiceProcess> {
    return this.#add('api', env);
  }

  async restart(name: ServiceName, signal: NodeJS.Signals): Promise<void> {
    const service = this.service(name);
    await service.end(signal);
    service.start();
    await service.ready();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const services = [...this.#processes].filter(([name]) => !isServer(name));
    const stopping = [...services.map(([, service]) => service), ...this.#added];
    await Promise.all(stopping.map((service) => service.end('SIGTERM')));
    const servers = [...this.#processes].filter(([name]) => isServer(name));
    await Promise.all(servers.map(([, server]) => server.end('SIGTERM')));
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  async #add(kind: 'worker' | 'api', env: Record<string, string>): Promise<ServiceProcess> {
    const port = await findFreePort();
    const name = `${kind}-${this.#added.length + 2}`;
    const service = new ServiceProcess({
      name,
      entry: entries[kind],
      env: { ...this.env, ...env, [portVariables[kind]]: String(port) },
      url: `http://127.0.0.1:${port}`,
      ...this.#ownOptions(name),
    });
    this.#added.push(service);
    service.start();
    await service.ready();
    return service;
  }

  #ownOptions(name: string): Pick<ServiceProcessOptions, 'logFile' | 'follow' | 'nodeFlags'> {
    const { logDir, follow, toNodeFlags } = this.#options;
    return {
      nodeFlags: toNodeFlags?.(name) ?? [],
      ...(logDir !== undefined && { logFile: join(logDir, `${name}.log`) }),
      ...(follow && { follow }),
    };
  }

  /** An API is ready without its database, for accepting goes on; until the two have met it answers reads with 503. */
  async #canReadHistory(): Promise<void> {
    if (!['surrealdb', 'recorder', 'api'].every((name) => this.#processes.has(name as ServiceName))) return;
    const canRead = async () => (await fetch(`${this.apiUrl}/v1/commands?limit=1`)).ok;
    await eventually('the history can be read', canRead);
  }

  async #startWhere(wanted: (name: ServiceName) => boolean): Promise<void> {
    const services = [...this.#processes].filter(([name]) => wanted(name));
    for (const [, service] of services) service.start();
    await Promise.all(services.map(([, service]) => service.ready()));
  }
}
