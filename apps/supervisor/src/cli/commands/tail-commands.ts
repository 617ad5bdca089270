import type { TailFilter } from '@signalbox/client';
import type { HistoryItem } from '@signalbox/shared/http/command-view';
import { formatDuration, paint, print } from '../terminal.ts';
import { connect, type Call } from './connect.ts';

const typeColours = { failed: 'red', retrying: 'yellow', completed: 'green' } as const;
const typeWidth = 9;

const isColoured = (type: string): type is keyof typeof typeColours => Object.hasOwn(typeColours, type);

const describe = (item: HistoryItem): string => {
  if (item.lines) return item.lines.map(({ level, message }) => `${level} ${message}`).join('; ');
  if (item.progress) return `${Math.round(item.progress.percent)} % ${item.progress.message ?? ''}`.trimEnd();
  if (item.error) {
    const wait = item.waitMs === undefined ? '' : `; again in ${formatDuration(item.waitMs)}`;
    return item.error.message.replaceAll(/\s+/g, ' ') + wait;
  }
  return item.reason ?? '';
};

/** One event as one line. */
const formatItem = (item: HistoryItem): string => {
  const type = item.type.padEnd(typeWidth);
  const clock = paint('gray', new Date(item.at).toTimeString().slice(0, 8));
  const word = isColoured(item.type) ? paint(typeColours[item.type], type) : type;
  return [clock, word, item.id, item.name ?? '', describe(item)].join(' ').trimEnd();
};

const splitList = (list: string | undefined): string[] | undefined =>
  list?.split(',').map((word) => word.trim());

/** Prints what happens to commands, live, until it is interrupted. */
export const tailCommands = async (env: NodeJS.ProcessEnv, call: Call): Promise<number> => {
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  const filter: TailFilter = {
    name: splitList(call.values['name']),
    queue: splitList(call.values['queue']),
    // The API knows the types and says so of one that is wrong.
    type: splitList(call.values['type']) as HistoryItem['type'][] | undefined,
  };
  try {
    for await (const item of connect(env, call).tail(filter, { signal: abort.signal }))
      print(call.flags.has('json') ? JSON.stringify(item) : formatItem(item));
  } catch (error) {
    if (!abort.signal.aborted) throw error;
  }
  return 0;
};
