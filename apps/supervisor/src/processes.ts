import path from 'node:path';
import type { Environment } from '@signalbox/runtime/config/environment';
import { toLocalUrl } from './child-environment.ts';
import { repositoryDir } from './instance/paths.ts';
import { toNodeFlags } from './node-flags.ts';
import { defaultPolicy, type SupervisionPolicy } from './policy.ts';
import { loopback, toHost, type Ports, type PortVariable } from './ports/choose-ports.ts';
import type { ProcessSpec, Readiness } from './process/process-spec.ts';

/** What differs from one process to the next; the rest follows from it. */
interface ListEntry {
  name: string;
  entry: string;
  args?: string[];
  kind?: ProcessSpec['kind'];
  essential?: boolean;
  port?: PortVariable;
  /** The route that tells its readiness; a process without one is ready when it accepts connections. */
  ready?: string;
  announcesReady?: boolean;
  dependsOn: ProcessSpec['dependsOn'];
  policy?: Partial<SupervisionPolicy>;
  stopTimeoutMs?: (environment: Environment) => number;
  /** The variable that, if set, names a server elsewhere. */
  replacedBy?: 'NATS_URL' | 'SURREAL_URL';
}

export interface ProcessListOptions {
  environment: Environment;
  /** As it was given to the supervisor. */
  env: NodeJS.ProcessEnv;
  childEnv: NodeJS.ProcessEnv;
  ports: Ports;
  /** The console is compiled while it runs, and services start again when their sources change. */
  isDev: boolean;
}

/** A first start may have to fetch nats-server from one of several places. */
const natsStartTimeoutMs = 240_000;
/** Over the worker's own limit, so that it is never killed while it still drains in order. */
const workerStopMarginMs = 5_000;

const services: readonly ListEntry[] = [
  {
    name: 'nats',
    entry: 'infra/embedded/src/nats-server.ts',
    essential: true,
    port: 'EMBEDDED_NATS_PORT',
    dependsOn: {},
    policy: { startTimeoutMs: natsStartTimeoutMs },
    announcesReady: true,
    replacedBy: 'NATS_URL',
  },
  {
    name: 'surrealdb',
    entry: 'infra/embedded/src/surreal-server.ts',
    essential: true,
    port: 'EMBEDDED_SURREAL_PORT',
    dependsOn: {},
    announcesReady: true,
    replacedBy: 'SURREAL_URL',
  },
  {
    name: 'recorder',
    entry: 'apps/recorder/src/main.ts',
    port: 'RECORDER_PORT',
    ready: '/readyz',
    dependsOn: { nats: 'ready', surrealdb: 'ready' },
  },
  {
    name: 'api',
    entry: 'apps/api/src/main.ts',
    essential: true,
    port: 'API_PORT',
    ready: '/readyz',
    dependsOn: { nats: 'ready', surrealdb: 'ready' },
  },
  {
    name: 'worker',
    entry: 'apps/worker/src/main.ts',
    port: 'WORKER_PORT',
    ready: '/readyz',
    dependsOn: { nats: 'ready' },
    stopTimeoutMs: ({ WORKER_DRAIN_MS }) => WORKER_DRAIN_MS + workerStopMarginMs,
  },
  {
    name: 'health-aggregator',
    entry: 'apps/health-aggregator/src/main.ts',
    port: 'HEALTH_AGGREGATOR_PORT',
    ready: '/readyz',
    dependsOn: { nats: 'ready', surrealdb: 'ready' },
  },
];

const consoleProcess = { entry: 'apps/frontend/server.ts', port: 'CONSOLE_PORT', ready: '/readyz' } as const;

const builtConsole: readonly ListEntry[] = [
  {
    name: 'console-build',
    entry: 'apps/supervisor/src/console/build-console.ts',
    kind: 'one-shot',
    dependsOn: {},
  },
  { ...consoleProcess, name: 'frontend', dependsOn: { api: 'started', 'console-build': 'done' } },
];

const compilingConsole: readonly ListEntry[] = [
  { ...consoleProcess, name: 'frontend', args: ['--dev'], dependsOn: { api: 'started' } },
];

const toReadiness = ({ ready, port }: ListEntry, { environment, ports }: ProcessListOptions): Readiness => {
  if (port === undefined) return { kind: 'ipc' };
  const host = toHost(port, environment);
  return ready === undefined
    ? { kind: 'tcp', host: loopback, port: ports[port] }
    : { kind: 'http', url: `${toLocalUrl(host, ports[port])}${ready}` };
};

const toPolicy = ({ policy, stopTimeoutMs }: ListEntry, environment: Environment): SupervisionPolicy => ({
  ...defaultPolicy,
  ...policy,
  ...(stopTimeoutMs === undefined ? {} : { stopTimeoutMs: stopTimeoutMs(environment) }),
});

const sharedSources = ['packages/shared/src', 'packages/runtime/src'];

/** Sources whose change means a new start; the console compiles itself, and servers are not ours to develop. */
const toWatched = ({ entry, name }: ListEntry, isDev: boolean): string[] => {
  const isWatched = isDev && entry.startsWith('apps/') && name !== 'frontend';
  return isWatched
    ? [path.dirname(entry), ...sharedSources].map((folder) => path.join(repositoryDir, folder))
    : [];
};

const toProvided = ({ replacedBy }: ListEntry, env: NodeJS.ProcessEnv): Pick<ProcessSpec, 'providedBy'> =>
  replacedBy !== undefined && env[replacedBy]
    ? { providedBy: `${replacedBy} is set, so none is run here` }
    : {};

const toSpec = (entry: ListEntry, options: ProcessListOptions): ProcessSpec => {
  const { environment, env, childEnv, ports, isDev } = options;
  const {
    name,
    kind = 'service',
    essential = false,
    args = [],
    port,
    dependsOn,
    announcesReady = false,
  } = entry;
  return {
    name,
    kind,
    essential,
    command: process.execPath,
    args: [...toNodeFlags(name), path.join(repositoryDir, entry.entry), ...args],
    cwd: repositoryDir,
    env: childEnv,
    ports: port === undefined ? [] : [{ host: toHost(port, environment), port: ports[port] }],
    readiness: toReadiness(entry, options),
    announcesReady,
    dependsOn,
    policy: toPolicy(entry, environment),
    watch: toWatched(entry, isDev),
    ...toProvided(entry, env),
  };
};

/** The processes of this machine. */
export const listProcesses = (options: ProcessListOptions): ProcessSpec[] =>
  [...services, ...(options.isDev ? compilingConsole : builtConsole)].map((entry) => toSpec(entry, options));

/** The ports of the processes that are run here. */
export const listPorts = (env: NodeJS.ProcessEnv): PortVariable[] => [
  ...(env['NATS_URL'] ? [] : (['EMBEDDED_NATS_PORT'] as const)),
  ...(env['SURREAL_URL'] ? [] : (['EMBEDDED_SURREAL_PORT'] as const)),
  'API_PORT',
  'WORKER_PORT',
  'RECORDER_PORT',
  'HEALTH_AGGREGATOR_PORT',
  'CONSOLE_PORT',
];
