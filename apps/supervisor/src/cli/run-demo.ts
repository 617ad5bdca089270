import { setTimeout as sleep } from 'node:timers/promises';
import { commandViewSchema, type CommandView } from '@signalbox/shared/http/command-view';
import { paint, print } from './terminal.ts';

const command = { name: 'text.process', input: { text: 'hello world', operation: 'word_count' } };
const waitMs = 15_000;
const tries = 3;
const betweenTriesMs = 500;

const post = async (apiUrl: string): Promise<CommandView> => {
  const response = await fetch(`${apiUrl}/v1/commands?waitMs=${waitMs}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(command),
    signal: AbortSignal.timeout(waitMs + 5_000),
  });
  if (response.status !== 200)
    throw new Error(`the API answers ${response.status}: ${await response.text()}`);
  return commandViewSchema.parse(await response.json());
};

/** Everything is ready, yet the first request may still meet a service that is just being reconnected. */
const submit = async (apiUrl: string): Promise<CommandView> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await post(apiUrl);
    } catch (error) {
      if (attempt === tries) throw error;
      await sleep(betweenTriesMs);
    }
  }
};

/** Reading waits for the recorder, so that an answer means that the command is in the database. */
const read = async (apiUrl: string, id: string): Promise<CommandView> => {
  const response = await fetch(`${apiUrl}/v1/commands/${id}`, { signal: AbortSignal.timeout(waitMs) });
  if (!response.ok) throw new Error(`the API answers ${response.status}: ${await response.text()}`);
  return commandViewSchema.parse(await response.json());
};

const printStep = (afterMs: number, what: string, detail: string): void => {
  print(
    `    ${paint('gray', `${Math.round(afterMs)} ms`.padStart(8))}  ${what.padEnd(10)} ${paint('gray', detail)}`,
  );
};

const printSteps = (view: CommandView, times: { answeredMs: number; recordedMs: number }): void => {
  const submittedAtMs = Date.parse(view.submittedAt);
  const since = (time: string | undefined) => (time === undefined ? 0 : Date.parse(time) - submittedAtMs);
  printStep(0, 'submitted', `to the API, as ${view.id}`);
  printStep(since(view.startedAt), 'started', `by ${view.worker ?? 'a worker'}, queue ${view.queue}`);
  printStep(since(view.finishedAt), view.status, JSON.stringify(view.result ?? view.error));
  printStep(times.answeredMs, 'answered', 'to the request that submitted it');
  printStep(times.recordedMs, 'recorded', 'in the database, and read back from there');
};

/**
 * Sends one real command through the whole path and prints what became of it.
 * @returns whether it went all the way
 */
export const runDemo = async (apiUrl: string): Promise<boolean> => {
  print(`\n  One command through the whole path: ${command.name} ${JSON.stringify(command.input)}`);
  try {
    const submittedAtMs = Date.now();
    const ended = await submit(apiUrl);
    const answeredMs = Date.now() - submittedAtMs;
    const recorded = await read(apiUrl, ended.id);
    printSteps(recorded, { answeredMs, recordedMs: Date.now() - submittedAtMs });
    return recorded.status === 'completed';
  } catch (error) {
    print(`    It did not get through: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
};
