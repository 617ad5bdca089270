import { ApiProblem, CommandTimeout, type Client, type SubmitOptions } from '@signalbox/client';
import { priorities } from '@signalbox/shared/commands/priority';
import type { CommandView } from '@signalbox/shared/http/command-view';
import { readWhole, UsageError, usageExitCode } from '../parse-command-line.ts';
import { print, printError } from '../terminal.ts';
import { connect, type Call } from './connect.ts';
import { describeProblem } from './describe-problem.ts';
import { readInput } from './read-input.ts';
import { createRunDisplay } from './run-display.ts';

const exitCodes = { completed: 0, failed: 1, canceled: 3 } as const;
const timeoutExitCode = 4;
const maxWaitMs = 86_400_000;

/** Answers to a submission that the caller brought about. */
const mistakes: ReadonlySet<number> = new Set([400, 404, 413, 422]);

const readPriority = (given: string): NonNullable<SubmitOptions['priority']> => {
  const priority = priorities.find((word) => word === given);
  if (priority) return priority;
  throw new UsageError(`--priority must be one of ${priorities.join(', ')}; it is "${given}".`);
};

const readSubmission = async ({ operands: [name = ''], values }: Call) => ({
  name,
  input: await readInput(values['input'] ?? '{}'),
  ...(values['queue'] !== undefined && { queue: values['queue'] }),
  ...(values['priority'] !== undefined && { priority: readPriority(values['priority']) }),
});

const readTimeoutMs = ({ flags, values }: Call): number | undefined => {
  const given = values['wait'];
  if (given === undefined) return undefined;
  if (flags.has('no-wait')) throw new UsageError('signalbox run takes --wait or --no-wait, not both.');
  return readWhole('--wait', given, { min: 1, max: maxWaitMs, example: 5_000 });
};

/** Shows progress while somebody looks; the wait itself needs none of it. */
const showWhileRunning = (client: Client, id: string): (() => void) => {
  if (!process.stderr.isTTY || process.env['TERM'] === 'dumb') return () => undefined;
  const display = createRunDisplay(process.stderr);
  const abort = new AbortController();
  const watch = async (): Promise<void> => {
    for await (const item of client.stream(id, { signal: abort.signal })) display.show(item);
  };
  watch().catch(() => undefined);
  return () => {
    abort.abort();
    display.end();
  };
};

const explainEnd = ({ id, name, status, error, reason }: CommandView): void => {
  if (status === 'failed')
    printError(`${name} ${id} failed: ${error?.message ?? 'no reason was recorded'} (${error?.code ?? ''})`);
  if (status === 'canceled')
    printError(`${name} ${id} was canceled${reason === undefined ? '' : `: ${reason}`}`);
};

const toExitCode = ({ status }: CommandView): number =>
  status === 'completed' || status === 'failed' || status === 'canceled' ? exitCodes[status] : 1;

const awaitAndShow = async (client: Client, id: string, call: Call): Promise<number> => {
  const stopShowing = showWhileRunning(client, id);
  const timeoutMs = readTimeoutMs(call);
  const command = await client.ended(id, { timeoutMs }).finally(stopShowing);
  const result = command.resultBytes === undefined ? command.result : await client.result(id);
  if (call.flags.has('json')) print(JSON.stringify({ ...command, ...(result !== undefined && { result }) }));
  else if (command.status === 'completed') print(JSON.stringify(result ?? null, null, 2));
  explainEnd(command);
  return toExitCode(command);
};

/**
 * Submits a command and waits for its end; its result goes to stdout, all else to stderr.
 * @returns 0 completed, 1 failed, 2 a mistake of the caller, 3 canceled, 4 not ended in time
 */
export const runCommand = async (env: NodeJS.ProcessEnv, call: Call): Promise<number> => {
  readTimeoutMs(call);
  const client = connect(env, call);
  try {
    const accepted = await client.submitAny(await readSubmission(call));
    if (!call.flags.has('no-wait')) return await awaitAndShow(client, accepted.id, call);
    print(call.flags.has('json') ? JSON.stringify(accepted) : accepted.id);
    return 0;
  } catch (error) {
    if (error instanceof CommandTimeout) {
      printError(`${error.message}; it goes on. See: npx signalbox commands`);
      return timeoutExitCode;
    }
    if (!(error instanceof ApiProblem) || !mistakes.has(error.status)) throw error;
    printError(describeProblem(error));
    return usageExitCode;
  }
};
