import { parseArgs } from 'node:util';
import { findNearestName } from './nearest-name.ts';
import { verbs, type Verb, type VerbName } from './verbs.ts';

/** As shells and most tools have it. */
export const usageExitCode = 2;

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface CommandLine {
  verb: VerbName | 'help';
  operands: string[];
  flags: ReadonlySet<string>;
  /** What was given to the options that take a value. */
  values: Readonly<Record<string, string>>;
  /** Lines asked for with -n. */
  lines: number;
}

const defaultLines = 100;
const maxLines = 10_000;

const isVerb = (word: string): word is VerbName => Object.hasOwn(verbs, word);

/** @throws UsageError unless it is a whole number within the range */
export const readWhole = (
  option: string,
  value: string,
  { min, max, example }: { min: number; max: number; example: number },
): number => {
  const number = Number(value);
  if (value.trim() !== '' && Number.isInteger(number) && number >= min && number <= max) return number;
  throw new UsageError(
    `${option} must be a whole number from ${min} to ${max}, such as ${option} ${example}; it is "${value}".`,
  );
};

const readLines = (value: string | undefined): number =>
  value === undefined ? defaultLines : readWhole('-n', value, { min: 0, max: maxLines, example: 200 });

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

const checkOperands = (verb: VerbName, given: readonly string[]): void => {
  const { operands }: Verb = verbs[verb];
  if (operands === undefined) {
    if (given.length === 0) return;
    throw new UsageError(`signalbox ${verb} takes no names; "${given.join(' ')}" is too much.`);
  }
  const { least, most, what, example } = operands;
  if (given.length < least)
    throw new UsageError(`signalbox ${verb} needs ${what}, such as: signalbox ${verb} ${example}`);
  if (given.length > most)
    throw new UsageError(`signalbox ${verb} takes ${what}; "${given.slice(most).join(' ')}" is too much.`);
};

const help: CommandLine = { verb: 'help', operands: [], flags: new Set(), values: {}, lines: defaultLines };

/** @throws UsageError that says what was meant, or what is allowed */
export const parseCommandLine = (args: readonly string[]): CommandLine => {
  const [word, ...rest] = args;
  if (word === undefined || ['help', '--help', '-h'].includes(word)) return help;
  if (!isVerb(word)) {
    const near = findNearestName(word, Object.keys(verbs));
    throw new UsageError(
      `There is no "signalbox ${word}".${near === undefined ? '' : ` Did you mean "signalbox ${near}"?`}`,
    );
  }
  const parsed = parseOptions(word, rest);
  const options = Object.entries(parsed.values);
  const flags = new Set(options.flatMap(([name, value]) => (value === true ? [name] : [])));
  if (flags.has('help')) return help;
  checkOperands(word, parsed.positionals);
  const values = Object.fromEntries(
    options.filter((option): option is [string, string] => typeof option[1] === 'string'),
  );
  return { verb: word, operands: parsed.positionals, flags, values, lines: readLines(values['lines']) };
};
