import { ControlClient } from '../control/control-client.ts';
import { isAlive } from '../instance/process-identity.ts';
import { toInstancePaths } from '../instance/paths.ts';
import { readState, type InstanceState } from '../instance/state-file.ts';

export class NothingRunsError extends Error {
  override readonly name = 'NothingRunsError';
}

export interface Instance {
  state: InstanceState;
  client: ControlClient;
}

export const readDataDir = (env: NodeJS.ProcessEnv): string => env['SIGNALBOX_DATA_DIR'] || '.signalbox';

/**
 * The supervisor that runs on the data folder.
 * @throws NothingRunsError if none does
 */
export const findInstance = (env: NodeJS.ProcessEnv): Instance => {
  const { stateFile, dataDir } = toInstancePaths(readDataDir(env));
  const state = readState(stateFile);
  if (state === undefined || !isAlive(state.supervisor)) {
    const trace = state === undefined ? '' : ` The last one, process ${state.supervisor.pid}, was killed.`;
    throw new NothingRunsError(
      `No supervisor runs with the data in ${dataDir}.${trace} Start one with: npm start`,
    );
  }
  return { state, client: new ControlClient(state) };
};
