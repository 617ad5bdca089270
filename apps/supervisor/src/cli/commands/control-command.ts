import { isTerminal } from '@signalbox/shared/status/status';
import { print } from '../terminal.ts';
import { connect, type Call } from './connect.ts';
import { readInput } from './read-input.ts';

/** Asks for the end of one command and says what has become of it so far. */
export const cancelCommand = async (env: NodeJS.ProcessEnv, call: Call): Promise<number> => {
  const [id = ''] = call.operands;
  const command = await connect(env, call).cancel(id, call.values['reason']);
  if (call.flags.has('json')) print(JSON.stringify(command));
  else print(isTerminal(command.status) ? `${id} is ${command.status}` : `${id} is asked to end`);
  return 0;
};

/** Makes a new command of an ended one and prints its id. */
export const retryCommand = async (env: NodeJS.ProcessEnv, call: Call): Promise<number> => {
  const [id = ''] = call.operands;
  const edit = call.values['input'] === undefined ? {} : { input: await readInput(call.values['input']) };
  const accepted = await connect(env, call).retry(id, edit);
  print(call.flags.has('json') ? JSON.stringify(accepted) : accepted.id);
  return 0;
};
