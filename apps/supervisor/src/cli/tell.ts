import type { ProcessState, ProcessView } from '@signalbox/shared/http/processes';
import type { ControlClient } from '../control/control-client.ts';
import { findInstance } from './find-instance.ts';
import { findNearestName } from './nearest-name.ts';
import { UsageError } from './parse-command-line.ts';
import { showIcon, showWord } from './state-words.ts';
import { formatDuration, print } from './terminal.ts';

const pollMs = 200;
const patienceMs = 120_000;

const settled: ReadonlySet<ProcessState> = new Set([
  'ready',
  'stopped',
  'exited',
  'backoff',
  'crashlooping',
  'fatal',
  'skipped',
]);

const wanted = { start: ['ready', 'exited'], restart: ['ready', 'exited'], stop: ['stopped'] } as const;

const awaitSettled = async (client: ControlClient, name: string): Promise<ProcessView | undefined> => {
  const deadlineMs = Date.now() + patienceMs;
  for (;;) {
    const view = (await client.list()).items.find((item) => item.name === name);
    if (view === undefined || settled.has(view.state) || Date.now() > deadlineMs) return view;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
};

const checkNames = (names: readonly string[], known: readonly string[]): void => {
  for (const name of names) {
    if (known.includes(name)) continue;
    const near = findNearestName(name, known);
    const hint = near === undefined ? `There are ${known.join(', ')}.` : `Did you mean ${near}?`;
    throw new UsageError(`There is no process ${name}. ${hint}`);
  }
};

/** @returns 0 if every process came to where it was sent */
export const tell = async (
  env: NodeJS.ProcessEnv,
  verb: 'start' | 'stop' | 'restart',
  names: readonly string[],
): Promise<number> => {
  const { client } = findInstance(env);
  checkNames(
    names,
    (await client.list()).items.map(({ name }) => name),
  );
  let isWell = true;
  for (const name of names) {
    const askedAtMs = Date.now();
    await client.tell(name, verb);
    const view = await awaitSettled(client, name);
    const state = view?.state ?? 'stopped';
    const goals: readonly ProcessState[] = wanted[verb];
    isWell &&= goals.includes(state);
    const reason = goals.includes(state) ? '' : (view?.reason ?? '');
    print(
      `${showIcon(state)} ${name} ${showWord(state)} ${formatDuration(Date.now() - askedAtMs)} ${reason}`.trimEnd(),
    );
  }
  return isWell ? 0 : 1;
};
