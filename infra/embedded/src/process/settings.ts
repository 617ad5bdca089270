import { resolve } from 'node:path';
import { ConfigError } from './config-error.ts';

/** Settings that the embedded servers share with the services, read from the same variables. */
export interface Settings {
  /** Absolute. */
  dataDir: string;
  /** 0 means any free port. */
  natsPort: number;
  /** Where nats-server answers HTTP questions about itself; not at all if undefined. */
  natsMonitorPort: number | undefined;
  /** 0 means any free port. */
  surrealPort: number;
  surrealStorage: 'disk' | 'memory';
  surrealUser: string;
  surrealPassword: string;
}

type Problems = string[];

const readPort = (env: NodeJS.ProcessEnv, variable: string, problems: Problems): number | undefined => {
  const text = env[variable];
  if (text === undefined) return undefined;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  problems.push(`${variable}: must be a whole number from 0 (any free port) to 65535, such as 14222`);
  return undefined;
};

const readText = (
  env: NodeJS.ProcessEnv,
  { variable, fallback }: { variable: string; fallback: string },
  problems: Problems,
) => {
  const text = env[variable] ?? fallback;
  if (text === '') problems.push(`${variable}: must not be empty; the default is ${fallback}`);
  return text;
};

/** @throws ConfigError that names every broken variable, its rule and an example */
export const readSettings = (env: NodeJS.ProcessEnv): Settings => {
  const problems: Problems = [];
  const storage = env['EMBEDDED_SURREAL_STORAGE'] ?? 'disk';
  if (storage !== 'disk' && storage !== 'memory')
    problems.push('EMBEDDED_SURREAL_STORAGE: must be disk or memory');
  const settings: Settings = {
    dataDir: resolve(readText(env, { variable: 'SIGNALBOX_DATA_DIR', fallback: '.signalbox' }, problems)),
    natsPort: readPort(env, 'EMBEDDED_NATS_PORT', problems) ?? 14_222,
    natsMonitorPort: readPort(env, 'EMBEDDED_NATS_MONITOR_PORT', problems),
    surrealPort: readPort(env, 'EMBEDDED_SURREAL_PORT', problems) ?? 18_000,
    surrealStorage: storage === 'memory' ? 'memory' : 'disk',
    surrealUser: readText(env, { variable: 'SURREAL_USER', fallback: 'root' }, problems),
    surrealPassword: readText(env, { variable: 'SURREAL_PASSWORD', fallback: 'root' }, problems),
  };
  if (problems.length > 0) throw new ConfigError(`The configuration is wrong:\n  ${problems.join('\n  ')}`);
  return settings;
};
