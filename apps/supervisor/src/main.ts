/** The command line of Signalbox. */
import { NothingRunsError } from './cli/find-instance.ts';
import { printHelp } from './cli/help.ts';
import { parseCommandLine, UsageError, usageExitCode, type CommandLine } from './cli/parse-command-line.ts';
import { printError } from './cli/terminal.ts';
import { ControlError } from './control/control-error.ts';

type Run = (line: CommandLine) => Promise<number>;

/** Each is loaded when it is asked for: `up` lives long and should not carry the others. */
const runs: Readonly<Record<CommandLine['verb'], Run>> = {
  help: async () => {
    printHelp();
    return 0;
  },
  up: async ({ flags }) => {
    const { up } = await import('./cli/up.ts');
    return up({ isDemo: flags.has('demo'), isDev: flags.has('watch') });
  },
  status: async ({ flags }) => {
    const { showStatus } = await import('./cli/status.ts');
    return showStatus(process.env, flags.has('json'));
  },
  logs: async ({ flags, operands, lines }) => {
    const { showLogs } = await import('./cli/logs.ts');
    return showLogs(process.env, {
      names: operands,
      lines,
      follow: flags.has('follow'),
      asJson: flags.has('json'),
    });
  },
  start: ({ operands }) => tellProcesses('start', operands),
  stop: ({ operands }) => tellProcesses('stop', operands),
  restart: ({ operands }) => tellProcesses('restart', operands),
  down: async () => {
    const { takeDown } = await import('./cli/down.ts');
    return takeDown(process.env);
  },
  doctor: async () => {
    const { examine } = await import('./cli/doctor.ts');
    return examine(process.env);
  },
};

const tellProcesses = async (
  verb: 'start' | 'stop' | 'restart',
  names: readonly string[],
): Promise<number> => {
  const { tell } = await import('./cli/tell.ts');
  return tell(process.env, verb, names);
};

/** Faults of the caller or of the moment are told in a sentence; anything else is a fault of ours, with its stack. */
const explain = (error: unknown): number => {
  if (error instanceof UsageError) {
    printError(`${error.message}\nSee: npx signalbox help`);
    return usageExitCode;
  }
  if (error instanceof NothingRunsError || error instanceof ControlError) {
    printError(error.message);
    return 1;
  }
  printError(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 1;
};

const exitCode = await (async () => {
  const line = parseCommandLine(process.argv.slice(2));
  return runs[line.verb](line);
})().catch(explain);
process.exit(exitCode);
