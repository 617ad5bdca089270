import { eventually } from '../../harness/eventually.ts';
import type { FiredTick, ScheduleClient } from '../../harness/schedule-client.ts';
import type { PlannedSchedule } from '../plan/plan-operations.ts';
import { askUntilSettled } from './ask-api.ts';

export interface ScheduleRecord {
  id: string;
  planned: PlannedSchedule;
  /** From here on every tick counts; epoch ms. */
  fromMs: number;
  /** Every tick before counts; epoch ms. */
  untilMs: number;
  ticks: FiredTick[];
}

type Running = Omit<ScheduleRecord, 'untilMs' | 'ticks'>;

/** A tick is claimed and not done with for no longer than this, whatever died. */
const settleLimitMs = 40_000;
/** After the last fault the next ticks come in time, and those that are made up for have come. */
const currentWithinMs = 4_000;

const ping = { name: 'system.ping', input: {} };
const slow = {
  name: 'demo.slow',
  input: { durationMs: 400, steps: 1 },
  retry: { maxAttempts: 12, strategy: 'fixed', waitMs: 100 },
} as const;

export const startSchedules = (
  client: ScheduleClient,
  planned: readonly PlannedSchedule[],
): Promise<Running[]> =>
  Promise.all(
    planned.map(async (schedule) => {
      const { everyMs: _, uniqueKey, ...rule } = schedule;
      const work = uniqueKey === undefined ? ping : { ...slow, uniqueKey };
      const { id } = await client.create({ ...rule, command: { ...work, tags: ['chaos', 'schedule'] } });
      return { id, planned: schedule, fromMs: Date.now() + schedule.everyMs };
    }),
  );

const endOne = async (
  client: ScheduleClient,
  apiUrls: readonly string[],
  running: Running,
): Promise<ScheduleRecord> => {
  const { id, planned } = running;
  const readTicks = () => client.ticks(id);
  await eventually(`the schedule ${planned.name} is up to date`, async () => {
    const newest = (await readTicks()).at(-1)?.tickMs ?? 0;
    return Date.now() - newest < currentWithinMs;
  });
  const untilMs = Date.now() - currentWithinMs;
  const body = JSON.stringify({ paused: true });
  await askUntilSettled(apiUrls, { method: 'PATCH', path: `/v1/schedules/${id}`, body });
  const ticks = await eventually(
    `the ticks of ${planned.name} are done with`,
    async () => {
      const found = await readTicks();
      return found.every(({ decision }) => decision !== 'pending') && found;
    },
    { limitMs: settleLimitMs, everyMs: 500 },
  ).catch(readTicks);
  return { ...running, untilMs, ticks };
};

/** Ends the schedules, once they are up to date again. */
export const endSchedules = (
  client: ScheduleClient,
  apiUrls: readonly string[],
  running: readonly Running[],
): Promise<ScheduleRecord[]> => Promise.all(running.map((one) => endOne(client, apiUrls, one)));
