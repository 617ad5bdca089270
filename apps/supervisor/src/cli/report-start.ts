import type { ProcessState } from '@signalbox/shared/http/processes';
import type { SupervisedProcess } from '../process/supervised-process.ts';
import type { Supervisor } from '../supervisor.ts';
import type { Addresses } from '../child-environment.ts';
import { formatLogLine } from './format-log-line.ts';
import { appearances } from './state-words.ts';
import { paint, print } from './terminal.ts';

const arrived: ReadonlySet<ProcessState> = new Set(['ready', 'exited']);
const hopeless: ReadonlySet<ProcessState> = new Set(['fatal', 'skipped', 'stopped']);

export const isArrived = ({ spec, model }: SupervisedProcess): boolean =>
  spec.providedBy !== undefined || arrived.has(model.state);

/** Whether waiting longer can change nothing. */
export const isSettled = (process: SupervisedProcess): boolean =>
  isArrived(process) || hopeless.has(process.model.state);

const shownLines = 12;

/** Those that failed are the cause; without one, those that were started and did not get there. */
const findCauses = (supervisor: Supervisor): SupervisedProcess[] => {
  const missing = [...supervisor.processes.values()].filter((process) => !isArrived(process));
  const failed = missing.filter(({ model }) => model.state === 'fatal');
  const started = missing.filter(({ model }) => model.state !== 'pending' && model.state !== 'skipped');
  return [failed, started, missing].find((causes) => causes.length > 0) ?? [];
};

/** Says which processes keep the start from being complete and why, each with the last lines of its log. */
export const reportCauses = (supervisor: Supervisor): void => {
  for (const { spec, model, log } of findCauses(supervisor)) {
    print(`\n  ${paint('red', spec.name)} ${appearances[model.state].phrase}: ${model.reason}`);
    for (const entry of log.tail(shownLines)) print(`    ${formatLogLine(entry)}`);
  }
};

export const printAddresses = ({ CONSOLE_URL, INTERNAL_API_URL }: Addresses): void => {
  print(`\n  Console  ${paint('cyan', CONSOLE_URL)}`);
  print(`  API      ${paint('cyan', INTERNAL_API_URL)}`);
  print(`  OpenAPI  ${paint('cyan', `${INTERNAL_API_URL}/openapi.json`)}`);
  print('\n  Try it:');
  print(`  curl -d '{"name":"text.process","input":{"text":"hello world","operation":"word_count"}}' \\`);
  print(`    -H 'content-type: application/json' '${INTERNAL_API_URL}/v1/commands?waitMs=5000'`);
  print(
    '\n  Ctrl-C stops everything. In another terminal: npx signalbox status | logs -f | restart worker | down\n',
  );
};
