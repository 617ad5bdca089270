import { setMaxListeners } from 'node:events';
import type { ProcessLogLine } from '@signalbox/shared/http/processes';
import type { ControlClient } from '../control/control-client.ts';
import { ownName } from '../control/routes.ts';
import { findInstance } from './find-instance.ts';
import { formatLogLine } from './format-log-line.ts';
import { paint, print } from './terminal.ts';

const colours = [
  'cyan',
  'magenta',
  'green',
  'yellow',
  'blue',
  'cyanBright',
  'magentaBright',
  'greenBright',
] as const;

interface LogOptions {
  names: readonly string[];
  lines: number;
  follow: boolean;
  asJson: boolean;
}

type Show = (name: string, entry: ProcessLogLine) => void;

const createShow = (names: readonly string[], asJson: boolean): Show => {
  const width = Math.max(...names.map((name) => name.length));
  return (name, entry) => {
    if (asJson) {
      print(entry.line);
      return;
    }
    const colour = colours[names.indexOf(name) % colours.length] ?? 'cyan';
    const label = names.length > 1 ? `${paint(colour, name.padEnd(width))} ` : '';
    print(label + formatLogLine(entry));
  };
};

const follow = async (client: ControlClient, { names, lines }: LogOptions, show: Show): Promise<void> => {
  const abort = new AbortController();
  setMaxListeners(0, abort.signal);
  process.once('SIGINT', () => abort.abort());
  const followOne = async (name: string): Promise<void> => {
    for await (const entry of client.follow(name, lines, abort.signal)) show(name, entry);
  };
  // The end of the supervisor ends the logs; that is no error of this command.
  await Promise.all(names.map((name) => followOne(name).catch(() => undefined)));
};

/** Prints what processes wrote, all of them in the order of time if none is named. */
export const showLogs = async (env: NodeJS.ProcessEnv, options: LogOptions): Promise<number> => {
  const { client } = findInstance(env);
  const all = (await client.list()).items.map(({ name }) => name);
  const names = options.names.length > 0 ? options.names : [...all, ownName];
  const show = createShow(names, options.asJson);
  const found = await Promise.all(
    names.map(async (name) => (await client.tail(name, options.lines)).map((entry) => ({ name, entry }))),
  );
  if (options.follow) {
    await follow(client, { ...options, names }, show);
    return 0;
  }
  const entries = found.flat().toSorted((a, b) => a.entry.at.localeCompare(b.entry.at));
  for (const { name, entry } of entries.slice(-options.lines)) show(name, entry);
  return 0;
};
