import type { Client } from '@signalbox/client';
import type { QueueView } from '@signalbox/shared/http/stats';
import { formatTable, type Column } from '../format-table.ts';
import { findNearestName } from '../nearest-name.ts';
import { UsageError } from '../parse-command-line.ts';
import { formatDuration, print } from '../terminal.ts';
import { connect, type Call } from './connect.ts';

const tableColumns: readonly Column[] = [
  { title: 'queue' },
  { title: 'waiting', isRight: true },
  { title: 'running', isRight: true },
  { title: 'oldest', isRight: true },
  { title: 'workers', isRight: true },
  { title: 'slots', isRight: true },
  { title: '' },
];

const toRemark = ({ paused, concurrency, ratePerSecond }: QueueView): string =>
  [
    ...(paused ? ['paused'] : []),
    ...(concurrency === undefined ? [] : [`at most ${concurrency} at once`]),
    ...(ratePerSecond === undefined ? [] : [`at most ${ratePerSecond} a second`]),
  ].join(', ');

const toCells = (queue: QueueView): string[] => [
  queue.name,
  String(queue.depth),
  String(queue.running),
  queue.oldestAgeMs === undefined ? '' : formatDuration(queue.oldestAgeMs),
  String(queue.workers),
  String(queue.slots),
  toRemark(queue),
];

const switches = { pause: true, resume: false } as const;

const isSwitch = (word: string): word is keyof typeof switches => Object.hasOwn(switches, word);

const findQueue = async (client: Client, name: string): Promise<string> => {
  const names = (await client.queues()).map((queue) => queue.name);
  if (names.includes(name)) return name;
  const near = findNearestName(name, names);
  const hint = near === undefined ? `There are ${names.join(', ')}.` : `Did you mean ${near}?`;
  throw new UsageError(`There is no queue ${name}. ${hint}`);
};

const setPaused = async (client: Client, [word = '', name]: readonly string[]): Promise<QueueView[]> => {
  if (!isSwitch(word) || name === undefined)
    throw new UsageError('signalbox queues takes nothing, or pause or resume and a queue: queues pause http');
  return [await client.setQueue(await findQueue(client, name), { paused: switches[word] })];
};

/** Prints every queue, or the one that is switched. */
export const showQueues = async (env: NodeJS.ProcessEnv, call: Call): Promise<number> => {
  const client = connect(env, call);
  const items = call.operands.length === 0 ? await client.queues() : await setPaused(client, call.operands);
  if (call.flags.has('json')) print(JSON.stringify({ items }, null, 2));
  else for (const line of formatTable(tableColumns, items.map(toCells))) print(line);
  return 0;
};
