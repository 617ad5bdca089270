import type { ProcessState } from '@signalbox/shared/http/processes';
import type { ProcessModel } from '../machine/model.ts';
import type { SupervisedProcess } from '../process/supervised-process.ts';
import type { Supervisor } from '../supervisor.ts';
import { appearances, showIcon } from './state-words.ts';
import { formatDuration, paint, print } from './terminal.ts';

/** Steps of an orderly start or stop; what they lead to is told. */
const quiet: ReadonlySet<ProcessState> = new Set(['pending', 'starting', 'running', 'stopping']);

const describe = (model: ProcessModel): string => {
  if (model.state === 'ready' || model.state === 'stopped') return '';
  if (model.nextRetryAtMs === undefined) return `: ${model.reason}`;
  return `: ${model.reason}; next start in ${formatDuration(model.nextRetryAtMs - Date.now())}`;
};

const printChange = ({ spec, model }: SupervisedProcess): void => {
  const clock = new Date().toTimeString().slice(0, 8);
  print(
    `  ${paint('gray', clock)}  ${showIcon(model.state)} ${spec.name} ${appearances[model.state].phrase}${describe(model)}`,
  );
};

/** From now on prints what becomes of processes, one line for each change that matters. */
export const watchChanges = (supervisor: Supervisor): (() => void) =>
  supervisor.onChange((process, before) => {
    const { state } = process.model;
    if (state !== before.state && !quiet.has(state)) printChange(process);
  });
