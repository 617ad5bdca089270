import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { findNearestName } from './nearest-name.ts';

/** sysexits' EX_USAGE. */
export const usageExitCode = 64;

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface Verb {
  summary: string;
  /** Of the process names that follow. */
  operands: 'none' | 'optional' | 'required';
  options: ParseArgsOptionsConfig;
}

export const verbs = {
  up: {
    summary: 'start everything and stay; --demo runs a command through it, --watch is for developing',
    operands: 'none',
    options: { demo: { type: 'boolean' }, watch: { type: 'boolean' } },
  },
  status: {
    summary: 'what runs, and how it is; --json for programs',
    operands: 'none',
    options: { json: { type: 'boolean' } },
  },
  logs: {
    summary: '[name …] what processes wrote; -f goes on, -n 200 shows that many lines, --json is unchanged',
    operands: 'optional',
    options: {
      follow: { type: 'boolean', short: 'f' },
      lines: { type: 'string', short: 'n' },
      json: { type: 'boolean' },
    },
  },
  start: {
    summary: '<name …> start a process that was stopped or has failed',
    operands: 'required',
    options: {},
  },
  stop: { summary: '<name …> stop a process; it stays stopped', operands: 'required', options: {} },
  restart: { summary: '<name …> stop a process and start it again', operands: 'required', options: {} },
  down: { summary: 'stop everything in order and wait for it', operands: 'none', options: {} },
  doctor: {
    summary: 'look for what could keep Signalbox from working, with a remedy for each',
    operands: 'none',
    options: {},
  },
} as const satisfies Record<string, Verb>;

type VerbName = keyof typeof verbs;

export interface CommandLine {
  verb: VerbName | 'help';
  operands: string[];
  flags: ReadonlySet<string>;
  /** Lines asked for with -n. */
  lines: number;
}

const defaultLines = 100;
const maxLines = 10_000;

const isVerb = (word: string): word is VerbName => Object.hasOwn(verbs, word);

const readLines = (value: unknown): number => {
  if (typeof value !== 'string') return defaultLines;
  const lines = Number(value);
  if (Number.isInteger(lines) && lines >= 0 && lines <= maxLines) return lines;
  throw new UsageError(`-n must be a whole number from 0 to ${maxLines}, such as -n 200; it is "${value}".`);
};

const parseOptions = (verb: VerbName, rest: string[]) => {
  try {
    return parseArgs({
      args: rest,
      options: { ...verbs[verb].options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(`signalbox ${verb}: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const checkOperands = (verb: VerbName, operands: readonly string[]): void => {
  const wanted: Verb['operands'] = verbs[verb].operands;
  if (wanted === 'required' && operands.length === 0) {
    throw new UsageError(`signalbox ${verb} needs the name of a process, such as: signalbox ${verb} worker`);
  }
  if (wanted === 'none' && operands.length > 0) {
    throw new UsageError(`signalbox ${verb} takes no names; "${operands.join(' ')}" is too much.`);
  }
};

const none = new Set<string>();

/** @throws UsageError that says what was meant, or what is allowed */
export const parseCommandLine = (args: readonly string[]): CommandLine => {
  const [word, ...rest] = args;
  if (word === undefined || ['help', '--help', '-h'].includes(word)) {
    return { verb: 'help', operands: [], flags: none, lines: defaultLines };
  }
  if (!isVerb(word)) {
    const near = findNearestName(word, Object.keys(verbs));
    throw new UsageError(
      `There is no "signalbox ${word}".${near === undefined ? '' : ` Did you mean "signalbox ${near}"?`}`,
    );
  }
  const { values, positionals } = parseOptions(word, rest);
  const flags = new Set(Object.entries(values).flatMap(([name, value]) => (value === true ? [name] : [])));
  if (flags.has('help')) return { verb: 'help', operands: [], flags: none, lines: defaultLines };
  checkOperands(word, positionals);
  return {
    verb: word,
    operands: positionals,
    flags,
    lines: readLines('lines' in values ? values.lines : undefined),
  };
};
