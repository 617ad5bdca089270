import type { ParseArgsOptionsConfig } from 'node:util';

/** The words that may follow a verb. */
interface Operands {
  least: number;
  most: number;
  /** What they are, as in "needs …". */
  what: string;
  example: string;
}

export interface Verb {
  /** Which part of the help it belongs to. */
  about: 'processes' | 'commands';
  summary: string;
  operands?: Operands;
  options: ParseArgsOptionsConfig;
}

const processNames = (least: number): Operands => ({
  least,
  most: Number.POSITIVE_INFINITY,
  what: 'the name of a process',
  example: 'worker',
});

const commandId: Operands = {
  least: 1,
  most: 1,
  what: 'the id of a command',
  example: '01KB5XZ0G7Q0V5M3T9R2C8D4EF',
};

const word = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const api = { api: word, json: flag };

export const verbs = {
  up: {
    about: 'processes',
    summary: 'start everything and stay; --demo runs a command through it, --watch is for developing',
    options: { demo: flag, watch: flag },
  },
  status: {
    about: 'processes',
    summary: 'what runs, and how it is; --json for programs',
    options: { json: flag },
  },
  logs: {
    about: 'processes',
    summary: '[name …] what processes wrote; -f goes on, -n 200 shows that many lines, --json is unchanged',
    operands: processNames(0),
    options: {
      follow: { type: 'boolean', short: 'f' },
      lines: { type: 'string', short: 'n' },
      json: flag,
    },
  },
  start: {
    about: 'processes',
    summary: '<name …> start a process that was stopped or has failed',
    operands: processNames(1),
    options: {},
  },
  stop: {
    about: 'processes',
    summary: '<name …> stop a process; it stays stopped',
    operands: processNames(1),
    options: {},
  },
  restart: {
    about: 'processes',
    summary: '<name …> stop a process and start it again',
    operands: processNames(1),
    options: {},
  },
  down: { about: 'processes', summary: 'stop everything in order and wait for it', options: {} },
  doctor: {
    about: 'processes',
    summary: 'look for what could keep Signalbox from working, with a remedy for each',
    options: {},
  },
  run: {
    about: 'commands',
    summary:
      '<command> --input JSON, @file or -; [--queue --priority] [--wait ms, --no-wait] and show its result',
    operands: { least: 1, most: 1, what: 'the name of a command', example: 'system.ping' },
    options: { ...api, input: word, queue: word, priority: word, wait: word, 'no-wait': flag },
  },
  commands: {
    about: 'commands',
    summary: 'the newest, by --status, --name, --queue, --tag; --limit 20',
    options: { ...api, status: word, name: word, queue: word, tag: word, limit: word },
  },
  tail: {
    about: 'commands',
    summary: 'what happens to them, live; --name, --queue and --type choose, each a list with commas',
    options: { ...api, name: word, queue: word, type: word },
  },
  cancel: {
    about: 'commands',
    summary: '<id> end it, wherever it is; --reason is kept with it',
    operands: commandId,
    options: { ...api, reason: word },
  },
  retry: {
    about: 'commands',
    summary: '<id> run an ended one again as a new one; --input gives it another input',
    operands: commandId,
    options: { ...api, input: word },
  },
  queues: {
    about: 'commands',
    summary: '[pause|resume <queue>] what waits and runs in each, or switch one off or on',
    operands: { least: 0, most: 2, what: 'nothing, or pause or resume and a queue', example: 'pause http' },
    options: api,
  },
  schedules: { about: 'commands', summary: 'what is submitted by the clock, and when next', options: api },
} as const satisfies Record<string, Verb>;

export type VerbName = keyof typeof verbs;
