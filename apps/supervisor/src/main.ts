/** The command line of Signalbox. */
import { explain } from './cli/explain.ts';
import { printHelp } from './cli/help.ts';
import { parseCommandLine, type CommandLine } from './cli/parse-command-line.ts';

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
  run: async (line) => (await import('./cli/commands/run-command.ts')).runCommand(process.env, line),
  commands: async (line) => (await import('./cli/commands/list-commands.ts')).listCommands(process.env, line),
  tail: async (line) => (await import('./cli/commands/tail-commands.ts')).tailCommands(process.env, line),
  cancel: async (line) =>
    (await import('./cli/commands/control-command.ts')).cancelCommand(process.env, line),
  retry: async (line) => (await import('./cli/commands/control-command.ts')).retryCommand(process.env, line),
  queues: async (line) => (await import('./cli/commands/show-queues.ts')).showQueues(process.env, line),
  schedules: async (line) =>
    (await import('./cli/commands/show-schedules.ts')).showSchedules(process.env, line),
};

const tellProcesses = async (
  verb: 'start' | 'stop' | 'restart',
  names: readonly string[],
): Promise<number> => {
  const { tell } = await import('./cli/tell.ts');
  return tell(process.env, verb, names);
};

const exitCode = await (async () => {
  const line = parseCommandLine(process.argv.slice(2));
  return runs[line.verb](line);
})().catch(explain);
process.exit(exitCode);
