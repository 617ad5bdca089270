import { isAlive } from '../instance/process-identity.ts';
import { findInstance } from './find-instance.ts';
import { formatDuration, print, printError } from './terminal.ts';

const pollMs = 100;
/** A little more than the supervisor allows itself. */
const patienceMs = 75_000;

/** Stops everything and waits for the end of the supervisor. */
export const takeDown = async (env: NodeJS.ProcessEnv): Promise<number> => {
  const { client, state } = findInstance(env);
  const askedAtMs = Date.now();
  await client.shutDown();
  while (isAlive(state.supervisor)) {
    if (Date.now() - askedAtMs > patienceMs) {
      printError(
        `Process ${state.supervisor.pid} has not ended after ${formatDuration(patienceMs)}. Kill it: kill -9 ${state.supervisor.pid}`,
      );
      return 1;
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  print(`Everything has stopped, in ${formatDuration(Date.now() - askedAtMs)}.`);
  return 0;
};
