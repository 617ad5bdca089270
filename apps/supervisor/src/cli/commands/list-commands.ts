import type { CommandView } from '@signalbox/shared/http/command-view';
import { formatTable, type Column } from '../format-table.ts';
import { readWhole } from '../parse-command-line.ts';
import { clip, columns, formatDuration, print } from '../terminal.ts';
import { connect, type Call } from './connect.ts';

const defaultLimit = 20;
const maxLimit = 200;

const tableColumns: readonly Column[] = [
  { title: 'id' },
  { title: 'status' },
  { title: 'command' },
  { title: 'queue' },
  { title: 'attempt', isRight: true },
  { title: 'submitted' },
  { title: 'took', isRight: true },
  { title: '' },
];

const toRemark = ({ error, reason, progress, waitingFor }: CommandView): string =>
  (
    error?.message ??
    reason ??
    waitingFor ??
    (progress ? `${Math.round(progress.percent)} %` : '')
  ).replaceAll(/\s+/g, ' ');

const toCells = (command: CommandView): string[] => {
  const { startedAt, finishedAt } = command;
  const took = startedAt && finishedAt ? Date.parse(finishedAt) - Date.parse(startedAt) : undefined;
  return [
    command.id,
    command.status,
    command.name,
    command.queue,
    `${command.attempt}/${command.maxAttempts}`,
    `${formatDuration(Math.max(0, Date.now() - Date.parse(command.submittedAt)))} ago`,
    took === undefined ? '' : formatDuration(took),
    toRemark(command),
  ];
};

/** Prints the newest commands of a filter. */
export const listCommands = async (env: NodeJS.ProcessEnv, call: Call): Promise<number> => {
  const { status, name, queue, tag, limit: given } = call.values;
  const limit =
    given === undefined ? defaultLimit : readWhole('--limit', given, { min: 1, max: maxLimit, example: 50 });
  const page = await connect(env, call).list({
    limit,
    ...(status !== undefined && { status }),
    ...(name !== undefined && { name }),
    ...(queue !== undefined && { queue }),
    ...(tag !== undefined && { tag }),
  });
  if (call.flags.has('json')) {
    print(JSON.stringify(page, null, 2));
    return 0;
  }
  for (const line of formatTable(tableColumns, page.items.map(toCells))) print(clip(line, columns()));
  if (page.nextCursor !== undefined) print(`There are more; --limit shows up to ${maxLimit}.`);
  return 0;
};
