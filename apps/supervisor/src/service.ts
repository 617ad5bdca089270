import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { readEnvironment, type Environment } from '@signalbox/runtime/config/environment';
import { createLogger, type Logger } from '@signalbox/runtime/observability/create-logger';
import { toAddresses, toChildEnvironment, type Addresses } from './child-environment.ts';
import { startControl } from './control/start-control.ts';
import { ownName } from './control/routes.ts';
import { beatOnBus } from './heartbeat.ts';
import { InstanceRecord } from './instance/instance-record.ts';
import { acquireLock, type Lock } from './instance/lock.ts';
import { toInstancePaths, type InstancePaths } from './instance/paths.ts';
import { reapLeftovers } from './instance/reap-leftovers.ts';
import { readState, type InstanceState } from './instance/state-file.ts';
import { ProcessLog } from './logs/process-log.ts';
import { choosePorts } from './ports/choose-ports.ts';
import { listPorts, listProcesses, type ProcessListOptions } from './processes.ts';
import type { ProcessSpec } from './process/process-spec.ts';
import { Supervisor } from './supervisor.ts';

export interface SupervisorServiceOptions {
  /** Of the supervisor itself; children get it with the chosen ports. */
  env: NodeJS.ProcessEnv;
  isDev?: boolean;
  /** The processes to run instead of the machine's own. */
  list?: (options: ProcessListOptions) => ProcessSpec[];
  /** Asked by the control interface to stop. */
  onShutdown: () => void;
}

export interface SupervisorService {
  supervisor: Supervisor;
  addresses: Addresses;
  /** What a person should know before anything starts, such as a port that was exchanged. */
  notices: string[];
  stop(): Promise<void>;
}

/** Another supervisor has the data folder. */
export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError';
  readonly pid: number;
  /** Undefined while it has not got that far. */
  readonly state: InstanceState | undefined;

  constructor(pid: number, state: InstanceState | undefined) {
    super(`Signalbox is already running on this machine, as process ${pid}.`);
    this.pid = pid;
    this.state = state?.supervisor.pid === pid ? state : undefined;
  }
}

const takeLock = (paths: InstancePaths): Lock => {
  const result = acquireLock(paths.lockFile);
  if ('owner' in result) throw new AlreadyRunningError(result.owner.pid, readState(paths.stateFile));
  return result.lock;
};

const endLeftovers = async (paths: InstancePaths): Promise<string[]> => {
  const state = readState(paths.stateFile);
  const killed = state === undefined ? [] : await reapLeftovers(state);
  return killed.length === 0
    ? []
    : [`ended what an earlier supervisor had left behind: ${killed.join(', ')}`];
};

const logTransitions = (supervisor: Supervisor, logger: Logger): void => {
  supervisor.onChange(({ spec, model, pid }, before) => {
    if (model.state === before.state) return;
    const level = model.state === 'fatal' || model.state === 'crashlooping' ? 'error' : 'info';
    logger[level](
      { process: spec.name, from: before.state, to: model.state, reason: model.reason, pid },
      'process.transition',
    );
  });
};

interface BuildOptions extends SupervisorServiceOptions {
  environment: Environment;
  paths: InstancePaths;
}

const build = async ({
  env,
  isDev = false,
  list = listProcesses,
  onShutdown,
  environment,
  paths,
}: BuildOptions) => {
  const leftovers = await endLeftovers(paths);
  const { ports, notices } = await choosePorts({ environment, env, needed: listPorts(env) });
  const addresses = toAddresses({ env, environment, ports });
  const childEnv = toChildEnvironment({ env, environment, ports, dataDir: paths.dataDir });
  const log = new ProcessLog(path.join(paths.logDir, `${ownName}.log`));
  const logger = createLogger({
    service: ownName,
    instance: `${ownName}-${process.pid}`,
    level: environment.LOG_LEVEL,
    format: 'json',
    write: (line) => log.add('supervisor', line.trimEnd()),
  });
  let record: InstanceRecord | undefined;
  const supervisor = new Supervisor({
    specs: list({ environment, env, childEnv, ports, isDev }),
    logDir: paths.logDir,
    onGroup: (...group) => record?.onGroup(...group),
  });
  logTransitions(supervisor, logger);
  const control = await startControl({ processes: supervisor.processes, log, onShutdown });
  record = new InstanceRecord(paths.stateFile, {
    control,
    urls: {
      console: addresses.CONSOLE_URL,
      api: addresses.INTERNAL_API_URL,
      nats: addresses.NATS_URL,
      surreal: addresses.SURREAL_URL,
    },
  });
  const heartbeat = beatOnBus({ supervisor, environment, natsUrl: addresses.NATS_URL, logger });
  const stop = async (): Promise<void> => {
    await heartbeat.stop();
    await supervisor.stop();
    record.close();
    await control.close();
    await log.flush();
  };
  return { supervisor, addresses, notices: [...leftovers, ...notices], stop };
};

/**
 * Prepares the supervisor of this machine; `supervisor.start()` then starts the processes.
 * @throws ConfigError, PortTakenError or AlreadyRunningError, each before anything is started
 */
export const createSupervisorService = async (
  options: SupervisorServiceOptions,
): Promise<SupervisorService> => {
  const environment = readEnvironment(options.env);
  const paths = toInstancePaths(environment.SIGNALBOX_DATA_DIR);
  for (const folder of [paths.runDir, paths.logDir]) mkdirSync(folder, { recursive: true });
  const lock = takeLock(paths);
  try {
    const service = await build({ ...options, environment, paths });
    return {
      ...service,
      stop: async () => {
        await service.stop();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
};
