import type { ScheduleView } from '@signalbox/shared/http/schedules';
import { formatTable } from '../format-table.ts';
import { clip, columns, print } from '../terminal.ts';
import { connect, type Call } from './connect.ts';

const titles = ['schedule', 'cron', 'time zone', 'command', 'next', 'last', 'id'];

const toCells = (schedule: ScheduleView): string[] => [
  schedule.name,
  schedule.cron,
  schedule.timeZone,
  schedule.command.name,
  schedule.paused ? 'paused' : (schedule.nextRuns[0] ?? 'never'),
  schedule.lastTickAt ?? '',
  schedule.id,
];

/** Prints what is submitted by the clock. */
export const showSchedules = async (env: NodeJS.ProcessEnv, call: Call): Promise<number> => {
  const items = await connect(env, call).schedules();
  if (call.flags.has('json')) print(JSON.stringify({ items }, null, 2));
  else if (items.length === 0) print('There are no schedules. POST /v1/schedules makes one.');
  else {
    const lines = formatTable(
      titles.map((title) => ({ title })),
      items.map(toCells),
    );
    for (const line of lines) print(clip(line, columns()));
  }
  return 0;
};
