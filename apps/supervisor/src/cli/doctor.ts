import { ConfigError } from '@signalbox/runtime/config/config-error';
import { readEnvironment, type Environment } from '@signalbox/runtime/config/environment';
import type { Finding, Look, Patient } from '../doctor/finding.ts';
import { lookAtDisk, lookAtNode, lookAtNpm, lookAtProxies } from '../doctor/look-at-machine.ts';
import { lookAtNatsBinary } from '../doctor/look-at-nats-binary.ts';
import { lookAtPorts } from '../doctor/look-at-ports.ts';
import { lookAtServers } from '../doctor/look-at-servers.ts';
import { toInstancePaths } from '../instance/paths.ts';
import { findInstance, readDataDir, NothingRunsError } from './find-instance.ts';
import { paint, print } from './terminal.ts';

const looks: readonly Look[] = [
  lookAtNode,
  lookAtNpm,
  lookAtDisk,
  lookAtProxies,
  lookAtPorts,
  lookAtNatsBinary,
  lookAtServers,
];

const marks = { pass: ['✓', 'green'], warn: ['!', 'yellow'], fail: ['✗', 'red'] } as const;
const nameWidth = 14;

const show = ({ status, name, detail, fix }: Finding): void => {
  const [icon, colour] = marks[status];
  print(`${paint(colour, `${icon} ${status}`)}  ${name.padEnd(nameWidth)} ${detail}`);
  if (fix !== undefined) print(`${' '.repeat(nameWidth + 9)}→ ${fix}`);
};

const readSettings = (env: NodeJS.ProcessEnv): { environment: Environment; findings: Finding[] } => {
  try {
    const detail = 'every variable keeps its rule';
    return { environment: readEnvironment(env), findings: [{ status: 'pass', name: 'settings', detail }] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const findings = error.problems.map(({ variable, detail }): Finding => ({
      status: 'fail',
      name: 'settings',
      detail: `${variable} ${detail}`,
      fix: `correct or unset ${variable}`,
    }));
    return { environment: readEnvironment({}), findings };
  }
};

const findState = (env: NodeJS.ProcessEnv): Patient['state'] => {
  try {
    return findInstance(env).state;
  } catch (error) {
    if (error instanceof NothingRunsError) return undefined;
    throw error;
  }
};

/** A look that fails itself is a finding too. */
const lookSafely = async (look: Look, patient: Patient): Promise<Finding[]> => {
  try {
    return await look(patient);
  } catch (error) {
    return [
      { status: 'fail', name: look.name, detail: error instanceof Error ? error.message : String(error) },
    ];
  }
};

/** @returns 0 if nothing keeps Signalbox from working, else 1 */
export const examine = async (env: NodeJS.ProcessEnv): Promise<number> => {
  const { environment, findings } = readSettings(env);
  const { dataDir } = toInstancePaths(readDataDir(env));
  const patient: Patient = { env, environment, dataDir, state: findState(env) };
  const found = [...findings, ...(await Promise.all(looks.map((look) => lookSafely(look, patient)))).flat()];
  for (const finding of found) show(finding);
  const failed = found.filter(({ status }) => status === 'fail').length;
  print(failed === 0 ? '\nNothing keeps Signalbox from working.' : `\n${failed} to mend.`);
  return failed === 0 ? 0 : 1;
};
