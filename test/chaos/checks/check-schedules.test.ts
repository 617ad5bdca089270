import type { CommandRow } from '@signalbox/shared/events/fold';
import { expect, test } from 'vitest';
import { checkSchedules } from './check-schedules.ts';

const rule = { name: 'ticker', cron: '* * * * * *', everyMs: 1_000, overlap: 'queue' } as const;
const fired = (tickMs: number) => ({
  tickMs,
  commandId: `c${tickMs}`,
  decision: 'fired' as const,
  at: tickMs,
});
const row = (id: string) => ({ id, command: { scheduleId: 's' } }) as unknown as CommandRow;

const check = (
  tickTimes: number[],
  { misfire = 'once', ids }: { misfire?: 'once' | 'all'; ids?: string[] } = {},
  outages: { fromMs: number; untilMs: number }[] = [],
) =>
  checkSchedules(
    [
      {
        id: 's',
        planned: { ...rule, misfire },
        fromMs: 1_000,
        untilMs: 12_500,
        ticks: tickTimes.map(fired),
      },
    ],
    { rows: (ids ?? tickTimes.map((tick) => `c${tick}`)).map(row), outages },
  );

const all = Array.from({ length: 12 }, (_, index) => (index + 1) * 1_000);

test('every tick with one command is as it is to be', () => {
  expect(check(all)).toEqual([]);
});

test('a command beyond the ticks, and a tick without its command, are told', () => {
  const ids = all.map((tick) => `c${tick}`);
  expect(check(all, { ids: [...ids, 'twice'] })).toHaveLength(1);
  expect(check(all, { ids: ids.slice(1) })).toHaveLength(1);
});

test('a lost tick is told, unless no API was there and the policy lets it go', () => {
  const some = all.filter((tick) => tick !== 3_000);
  expect(check(some)).toHaveLength(1);
  const outage = { fromMs: 2_500, untilMs: 9_000 };
  expect(check(some, {}, [outage])).toEqual([]);
  expect(check(some, { misfire: 'all' }, [outage])).toHaveLength(1);
});
