import type { ProcessState } from '@signalbox/shared/http/processes';

/** What can happen to a process, already judged: `reduce` decides which of these an exit or a probe is. */
export type Trigger =
  | 'start'
  | 'restart'
  | 'stop'
  | 'dependencies-met'
  | 'dependencies-missing'
  | 'dependencies-late'
  | 'spawned'
  | 'passed'
  | 'failing'
  | 'start-late'
  | 'retry-due'
  | 'ended-as-asked'
  | 'ended-for-restart'
  | 'ended-well'
  | 'failed'
  | 'looping'
  | 'doomed';

/** How the process of a live state can end without having been asked to. */
const ends = { 'ended-well': 'exited', failed: 'backoff', looping: 'crashlooping', doomed: 'fatal' } as const;

const live = { ...ends, stop: 'stopping', restart: 'stopping' } as const;

const idle = { start: 'pending', restart: 'pending', stop: 'stopped' } as const;

/** The only table of what may follow what; a pair that is not here changes nothing. */
export const transitions: Readonly<Record<ProcessState, Readonly<Partial<Record<Trigger, ProcessState>>>>> = {
  pending: {
    'dependencies-met': 'starting',
    'dependencies-missing': 'pending',
    'dependencies-late': 'skipped',
    stop: 'stopped',
  },
  starting: { ...live, spawned: 'running' },
  running: { ...live, passed: 'ready', 'start-late': 'stopping' },
  ready: { ...live, failing: 'unready' },
  unready: { ...live, passed: 'ready' },
  stopping: {
    stop: 'stopping',
    start: 'stopping',
    restart: 'stopping',
    spawned: 'stopping',
    'ended-as-asked': 'stopped',
    'ended-for-restart': 'pending',
    failed: 'backoff',
    looping: 'crashlooping',
  },
  stopped: { ...idle },
  exited: { ...idle },
  backoff: { ...idle, 'retry-due': 'starting' },
  crashlooping: { ...idle, 'retry-due': 'starting' },
  fatal: { ...idle },
  skipped: { ...idle, 'dependencies-met': 'starting' },
};

const liveStates: ReadonlySet<ProcessState> = new Set([
  'starting',
  'running',
  'ready',
  'unready',
  'stopping',
]);

/** Whether there is, or is about to be, a child process in this state. */
export const isLive = (state: ProcessState): boolean => liveStates.has(state);
