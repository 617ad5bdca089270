import type { Environment } from '@signalbox/runtime/config/environment';
import { canBind } from './can-bind.ts';
import { describeHolder, findHolder } from './find-holder.ts';

export type PortVariable =
  | 'EMBEDDED_NATS_PORT'
  | 'EMBEDDED_SURREAL_PORT'
  | 'API_PORT'
  | 'WORKER_PORT'
  | 'RECORDER_PORT'
  | 'HEALTH_AGGREGATOR_PORT'
  | 'CONSOLE_PORT';
export type Ports = Readonly<Record<PortVariable, number>>;

/** A port that somebody asked for by name cannot be had. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

export const loopback = '127.0.0.1';

/** The ports alone, as asked for or by default; children get each as a variable, so nothing else may be among them. */
export const toPorts = (environment: Environment): Record<PortVariable, number> => ({
  EMBEDDED_NATS_PORT: environment.EMBEDDED_NATS_PORT,
  EMBEDDED_SURREAL_PORT: environment.EMBEDDED_SURREAL_PORT,
  API_PORT: environment.API_PORT,
  WORKER_PORT: environment.WORKER_PORT,
  RECORDER_PORT: environment.RECORDER_PORT,
  HEALTH_AGGREGATOR_PORT: environment.HEALTH_AGGREGATOR_PORT,
  CONSOLE_PORT: environment.CONSOLE_PORT,
});

/** Where the process of each port listens. */
export const toHost = (variable: PortVariable, environment: Environment): string => {
  if (variable === 'API_PORT') return environment.API_HOST;
  if (variable === 'CONSOLE_PORT') return environment.CONSOLE_HOST;
  return variable.startsWith('EMBEDDED_') ? loopback : environment.SERVICE_HOST;
};

const triesAbove = 200;
const maxPort = 65_535;

const findFreePort = async (from: number, { host, taken }: { host: string; taken: ReadonlySet<number> }) => {
  for (let port = from + 1; port <= Math.min(maxPort, from + triesAbove); port += 1) {
    if (!taken.has(port) && (await canBind({ host, port }))) return port;
  }
  throw new PortTakenError(`no port from ${from} to ${from + triesAbove} is free on ${host}`);
};

export interface PortChoice {
  ports: Ports;
  /** What was chosen otherwise than by default, for a person. */
  notices: string[];
}

interface PortOptions {
  environment: Environment;
  /** As it was given, to tell what somebody has asked for from a default. */
  env: NodeJS.ProcessEnv;
  /** Those whose process is run here. */
  needed: readonly PortVariable[];
}

/**
 * Tries every port before anything is started. A default port that is busy is exchanged for the next free one.
 * @throws PortTakenError naming the holder, if a port that was asked for is busy
 */
export const choosePorts = async ({ environment, env, needed }: PortOptions): Promise<PortChoice> => {
  const ports = toPorts(environment);
  const notices: string[] = [];
  const isAsked = (variable: PortVariable) => (env[variable] ?? '') !== '';
  const taken = new Set(needed.filter(isAsked).map((variable) => environment[variable]));
  for (const variable of needed) {
    const wanted = environment[variable];
    const host = toHost(variable, environment);
    const isOurs = !isAsked(variable) && taken.has(wanted);
    if (!isOurs && (await canBind({ host, port: wanted }))) {
      taken.add(wanted);
      continue;
    }
    const holder = isOurs ? 'another process of this start' : describeHolder(await findHolder(wanted));
    const found = `port ${wanted} is held by ${holder}`;
    if (isAsked(variable))
      throw new PortTakenError(`${variable}=${wanted}: ${found}. Stop it, or choose another port.`);
    ports[variable] = await findFreePort(wanted, { host, taken });
    taken.add(ports[variable]);
    notices.push(`${found}; ${variable} is ${ports[variable]} this time`);
  }
  return { ports, notices };
};
