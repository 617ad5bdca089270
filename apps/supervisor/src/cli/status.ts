import type { ProcessView } from '@signalbox/shared/http/processes';
import { findInstance } from './find-instance.ts';
import { formatTable, type Column } from './format-table.ts';
import { appearances, showIcon } from './state-words.ts';
import { clip, columns, formatBytes, formatDuration, paint, print } from './terminal.ts';

const toCells = (view: ProcessView): string[] => [
  view.name,
  appearances[view.state].word,
  view.pid === undefined ? '' : String(view.pid),
  view.uptimeMs === 0 ? '' : formatDuration(view.uptimeMs),
  String(view.restarts),
  view.pid === undefined ? '' : `${view.cpuPercent.toFixed(1)} %`,
  view.pid === undefined ? '' : formatBytes(view.rssBytes),
  view.ports.join(','),
  describe(view),
];

const describe = ({ state, reason, nextRetryAt }: ProcessView): string => {
  if (state === 'ready') return '';
  if (nextRetryAt === undefined) return reason;
  return `${reason}; next start in ${formatDuration(Math.max(0, Date.parse(nextRetryAt) - Date.now()))}`;
};

const tableColumns: readonly Column[] = [
  { title: 'process' },
  { title: 'state' },
  { title: 'pid', isRight: true },
  { title: 'up' },
  { title: 'restarts', isRight: true },
  { title: 'cpu', isRight: true },
  { title: 'memory', isRight: true },
  { title: 'port', isRight: true },
  { title: 'reason' },
];

/** The table of processes as lines. */
const formatViews = (views: readonly ProcessView[]): string[] => {
  const [head = '', ...rows] = formatTable(tableColumns, views.map(toCells));
  const lines = rows.map(
    (row, index) => `${showIcon(views[index]?.state ?? 'stopped')} ${clip(row, columns() - 2)}`,
  );
  return [`  ${paint('gray', clip(head, columns() - 2))}`, ...lines];
};

/** @returns 0 if all is as it should be, 1 if something is not */
export const showStatus = async (env: NodeJS.ProcessEnv, asJson: boolean): Promise<number> => {
  const { client, state } = findInstance(env);
  const list = await client.list();
  if (asJson) {
    print(JSON.stringify(list, null, 2));
  } else {
    for (const line of formatViews(list.items)) print(line);
    const { supervisor } = list;
    const total = list.items.reduce((sum, { rssBytes }) => sum + rssBytes, supervisor.rssBytes);
    print(
      `\n  supervisor ${supervisor.pid}, ${formatBytes(supervisor.rssBytes)}; ${formatBytes(total)} in all`,
    );
    print(`  console ${state.urls.console}   API ${state.urls.api}`);
  }
  const isWell = list.items.every(({ state }) => ['ready', 'exited', 'skipped', 'stopped'].includes(state));
  return isWell ? 0 : 1;
};
