import type { ProcessPort } from '../process/process-spec.ts';
import { canBind } from './can-bind.ts';
import { describeHolder, findHolder } from './find-holder.ts';

/** A process that was just killed can hold its port for a moment longer. */
const patienceMs = 2_000;
const pollMs = 50;

const awaitFreePort = async (port: ProcessPort): Promise<boolean> => {
  const deadlineMs = Date.now() + patienceMs;
  while (!(await canBind(port))) {
    if (Date.now() >= deadlineMs) return false;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  return true;
};

/** @returns why the ports cannot be had, with the name of the holder; undefined if all are free */
export const awaitFreePorts = async (ports: readonly ProcessPort[]): Promise<string | undefined> => {
  for (const port of ports) {
    if (await awaitFreePort(port)) continue;
    return `port ${port.port} is held by ${describeHolder(await findHolder(port.port))}`;
  }
  return undefined;
};
