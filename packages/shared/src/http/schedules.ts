import { z } from 'zod';
import { commandIdSchema } from '../ids.ts';
import { submitSchema } from './submit.ts';

export const overlapPolicies = ['skip', 'queue', 'cancel-running'] as const;
export const misfirePolicies = ['skip', 'once', 'all'] as const;

/** What a schedule submits; its time comes from the schedule. */
const scheduledCommandSchema = submitSchema.refine(
  (body) => body.delayMs === undefined && body.runAt === undefined,
  'the time comes from the schedule: leave delayMs and runAt out',
);

const scheduleFields = {
  name: z.string().min(1).max(100),
  command: scheduledCommandSchema,
  cron: z.string().min(1).max(200).describe('Five fields, or six with seconds first'),
  timeZone: z.string().min(1).max(100).describe('IANA name, such as Europe/Berlin'),
  overlap: z.enum(overlapPolicies).describe('What happens if the command before has not ended'),
  misfire: z.enum(misfirePolicies).describe('What happens with ticks that were missed'),
  paused: z.boolean(),
} as const;

/** Body of `POST /v1/schedules`. */
export const scheduleCreateSchema = z.strictObject({
  ...scheduleFields,
  timeZone: scheduleFields.timeZone.default('UTC'),
  overlap: scheduleFields.overlap.default('skip'),
  misfire: scheduleFields.misfire.default('once'),
  paused: scheduleFields.paused.default(false),
});
export type ScheduleCreate = z.infer<typeof scheduleCreateSchema>;

/** Body of `PATCH /v1/schedules/{id}`: what is left out stays. */
export const schedulePatchSchema = z.strictObject(scheduleFields).partial();
export type SchedulePatch = z.infer<typeof schedulePatchSchema>;

/** Body of `POST /v1/schedules/{id}/backfill`: fires the ticks of the past that were not fired. */
export const backfillSchema = z.strictObject({
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
});

export type Backfill = z.infer<typeof backfillSchema>;

export const backfillResultSchema = z.object({
  /** Of the time asked for. */
  ticks: z.int(),
  /** Those of them that had not been fired before. */
  fired: z.int(),
});
export type BackfillResult = z.infer<typeof backfillResultSchema>;

export const scheduleViewSchema = z.object({
  id: z.string(),
  ...scheduleFields,
  /** The next five. */
  nextRuns: z.array(z.iso.datetime()),
  lastTickAt: z.iso.datetime().optional(),
  lastCommandId: commandIdSchema.optional(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type ScheduleView = z.infer<typeof scheduleViewSchema>;

export const scheduleListSchema = z.object({ items: z.array(scheduleViewSchema) });
