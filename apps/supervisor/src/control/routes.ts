import type { ServerResponse } from 'node:http';
import type { ProcessList } from '@signalbox/shared/http/processes';
import type { ProcessLog } from '../logs/process-log.ts';
import type { SupervisedProcess } from '../process/supervised-process.ts';
import { ControlError } from './control-error.ts';
import { streamLogs } from './stream-logs.ts';
import { toView, toViews } from './to-view.ts';

/** What the routes act on. */
export interface ControlOptions {
  processes: ReadonlyMap<string, SupervisedProcess>;
  /** The supervisor's own. */
  log: ProcessLog;
  onShutdown: () => void;
}

interface Call {
  response: ServerResponse;
  url: URL;
  /** What the pattern of the route has caught. */
  parts: readonly string[];
}

type Route = [method: string, pattern: RegExp, answer: (call: Call, options: ControlOptions) => unknown];

/** The name by which the supervisor's own log is asked for. */
export const ownName = 'supervisor';

const defaultTail = 100;
const maxTail = 10_000;

const findProcess = (name: string, { processes }: ControlOptions): SupervisedProcess => {
  const process = processes.get(name);
  if (process !== undefined) return process;
  throw new ControlError(404, `there is no process ${name}; there are ${[...processes.keys()].join(', ')}`);
};

const isVerb = (word: string | undefined): word is 'start' | 'stop' | 'restart' =>
  word === 'start' || word === 'stop' || word === 'restart';

const listProcesses = async ({ processes }: ControlOptions): Promise<ProcessList> => ({
  items: await toViews(processes.values()),
  supervisor: {
    pid: process.pid,
    startedAt: new Date(Date.now() - process.uptime() * 1_000).toISOString(),
    rssBytes: process.memoryUsage.rss(),
  },
});

const tellProcess = ([name = '', verb]: readonly string[], options: ControlOptions) => {
  const found = findProcess(name, options);
  if (found.spec.providedBy !== undefined) throw new ControlError(409, `${name}: ${found.spec.providedBy}`);
  if (isVerb(verb)) found.send({ type: verb });
  return toView(found);
};

const readLogs = ({ response, url, parts: [name = ''] }: Call, options: ControlOptions) => {
  const log = name === ownName ? options.log : findProcess(name, options).log;
  const tail = Number(url.searchParams.get('tail') ?? defaultTail);
  if (!Number.isInteger(tail) || tail < 0 || tail > maxTail) {
    throw new ControlError(422, `tail must be a whole number from 0 to ${maxTail}`);
  }
  if (url.searchParams.get('follow') !== 'true') return { items: log.tail(tail) };
  streamLogs(response, log, tail);
  return undefined;
};

export const routes: readonly Route[] = [
  ['GET', /^\/processes$/, (_call, options) => listProcesses(options)],
  [
    'POST',
    /^\/processes\/([^/]+)\/(start|stop|restart)$/,
    ({ parts }, options) => tellProcess(parts, options),
  ],
  ['GET', /^\/processes\/([^/]+)\/logs$/, readLogs],
  [
    'POST',
    /^\/shutdown$/,
    (_call, { onShutdown }) => {
      onShutdown();
      return { stopping: true };
    },
  ],
];
