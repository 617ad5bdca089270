import { canBind } from '../ports/can-bind.ts';
import { toHost, type PortVariable } from '../ports/choose-ports.ts';
import { describeHolder, findHolder } from '../ports/find-holder.ts';
import { listPorts } from '../processes.ts';
import type { Finding, Look, Patient } from './finding.ts';

const lookAtPort = async (variable: PortVariable, { env, environment, state }: Patient): Promise<Finding> => {
  const port = environment[variable];
  const name = `port ${port}`;
  if (await canBind({ host: toHost(variable, environment), port })) {
    return { status: 'pass', name, detail: `free (${variable})` };
  }
  const detail = `${variable} is held by ${describeHolder(await findHolder(port))}`;
  if (state !== undefined) return { status: 'pass', name, detail: `${detail}, while Signalbox runs` };
  return env[variable]
    ? { status: 'fail', name, detail, fix: `stop it, or set ${variable} to a free port` }
    : { status: 'warn', name, detail, fix: `stop it; otherwise the next free port is taken` };
};

export const lookAtPorts: Look = (patient) =>
  Promise.all(listPorts(patient.env).map((variable) => lookAtPort(variable, patient)));
