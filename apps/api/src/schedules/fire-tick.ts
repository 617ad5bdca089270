import type { TickClaim } from '@signalbox/runtime/bus/schedule-ticks';
import type { ScheduleRow } from '@signalbox/runtime/store/schedules';
import { AppError } from '@signalbox/shared/errors/app-error';
import { isTerminal } from '@signalbox/shared/status/status';
import { cancelCommand } from '../commands/cancel-command.ts';
import { requireUnique } from '../commands/confirm-unique.ts';
import { locateCommand } from '../commands/locate-command.ts';
import type { SchedulesContext } from './ports.ts';
import { submitScheduled } from './submit-scheduled.ts';

export interface Tick {
  schedule: ScheduleRow;
  tickMs: number;
}

/** `pending`: another process has the tick and has not done with it yet. */
export type FireResult =
  | { kind: 'fired'; commandId: string }
  | { kind: 'skipped' | 'refused' | 'pending' | 'done' };

/** Whoever took a tick and has not done with it by then is taken for dead. */
export const abandonedAfterMs = 10_000;

export const newClaim = ({ newId, clock }: SchedulesContext): TickClaim => ({
  commandId: newId(),
  decision: 'pending',
  isPublished: false,
  at: clock.now(),
});

/** While the bus knows a message id it takes the message once; a little less than it really does. */
const dedupedMs = 100_000;

/** A killed server brings messages back of commands that have ended; while the database is away nobody can tell. */
const hasEnded = async ({ view }: SchedulesContext, id: string): Promise<boolean> => {
  const row = await view.find(id).catch(() => undefined);
  return row !== undefined && isTerminal(row.state.status);
};

const findUnfinished = async (
  ctx: SchedulesContext,
  { schedule }: Tick,
  ownId: string,
): Promise<string | undefined> => {
  if (schedule.overlap === 'queue') return undefined;
  const last = await ctx.ticks.readLast(schedule.id);
  if (last?.commandId === undefined || last.commandId === ownId) return undefined;
  if (!(await ctx.bus.findQueued(last.commandId)) || (await hasEnded(ctx, last.commandId))) return undefined;
  return last.commandId;
};

const settle = async (ctx: SchedulesContext, { schedule, tickMs }: Tick, claim: TickClaim): Promise<void> => {
  await ctx.ticks.settle(schedule.id, tickMs, claim);
  const last = claim.decision === 'fired' ? { tickMs, commandId: claim.commandId } : { tickMs };
  await ctx.ticks.writeLast(schedule.id, last);
};

const settleFired = async (ctx: SchedulesContext, tick: Tick, claim: TickClaim): Promise<FireResult> => {
  await settle(ctx, tick, { ...claim, decision: 'fired', isPublished: true });
  ctx.scheduleEvents.tickFired(tick.schedule, tick.tickMs, claim.commandId);
  return { kind: 'fired', commandId: claim.commandId };
};

const settleSkipped = async (
  ctx: SchedulesContext,
  tick: Tick,
  { claim, unfinishedId }: { claim: TickClaim; unfinishedId: string },
): Promise<FireResult> => {
  await settle(ctx, tick, { ...claim, decision: 'skipped' });
  ctx.scheduleEvents.tickSkipped(tick.schedule, tick.tickMs, unfinishedId);
  return { kind: 'skipped' };
};

/** A command that is not taken for what it is will not be taken later either. */
const settleRefused = async (
  ctx: SchedulesContext,
  tick: Tick,
  { claim, error }: { claim: TickClaim; error: unknown },
): Promise<FireResult> => {
  if (!(error instanceof AppError) || error.retryable) throw error;
  await settle(ctx, tick, { ...claim, decision: 'refused' });
  ctx.scheduleEvents.tickRefused(tick.schedule, tick.tickMs, error);
  return { kind: 'refused' };
};

const cancelUnfinished = async (ctx: SchedulesContext, { schedule }: Tick, id: string): Promise<void> => {
  try {
    await cancelCommand(ctx, { id, reason: `The next tick of the schedule ${schedule.name} has come.` });
  } catch (error) {
    // It has ended by itself meanwhile.
    if (!(error instanceof AppError) || error.retryable) throw error;
  }
};

/**
 * Does what the overlap policy says; only the process that has the tick may.
 * @throws AppError `bus.unavailable` or `bus.full`
 */
export const fireClaimed = async (
  ctx: SchedulesContext,
  tick: Tick,
  claim: TickClaim,
): Promise<FireResult> => {
  const { schedule } = tick;
  const unfinishedId = await findUnfinished(ctx, tick, claim.commandId);
  if (unfinishedId !== undefined && schedule.overlap === 'skip')
    return settleSkipped(ctx, tick, { claim, unfinishedId });
  if (unfinishedId !== undefined) await cancelUnfinished(ctx, tick, unfinishedId);
  try {
    const { id, isDuplicate } = await submitScheduled(ctx, schedule, claim.commandId);
    // Its unique key belongs to a command that has not ended.
    if (isDuplicate) return await settleSkipped(ctx, tick, { claim, unfinishedId: id });
  } catch (error) {
    return settleRefused(ctx, tick, { claim, error });
  }
  return settleFired(ctx, tick, claim);
};

/**
 * Fires a tick if no other process has it.
 * @throws AppError `bus.unavailable` or `bus.full`; the tick may be claimed by then, and is to be completed
 */
export const fireTick = async (ctx: SchedulesContext, tick: Tick): Promise<FireResult> => {
  const claim = newClaim(ctx);
  const found = await ctx.ticks.claim(tick.schedule.id, tick.tickMs, claim);
  if (!found) return fireClaimed(ctx, tick, claim);
  return { kind: found.claim.decision === 'pending' ? 'pending' : 'done' };
};

/**
 * Without the database nobody can tell of an ended command; the bus refuses to take it twice for a while, unless it has
 * taken its unique key anew.
 */
const exists = async (
  ctx: SchedulesContext,
  { name, uniqueKey }: ScheduleRow['command'],
  { commandId: id, at }: TickClaim,
): Promise<boolean> => {
  try {
    const located = await locateCommand(ctx, id);
    if (located && !isTerminal(located.status)) await requireUnique(ctx.unique, { id, name, uniqueKey });
    return located !== undefined;
  } catch (error) {
    const isDeduped = uniqueKey === undefined && ctx.clock.now() - at < dedupedMs;
    if (isDeduped && error instanceof AppError && error.code === 'store.unavailable') return false;
    throw error;
  }
};

/**
 * Brings to its end a tick whose process took it and died: under the same command id, so that what it had published
 * is not published again.
 * @throws AppError `bus.unavailable`, `bus.full` or `store.unavailable`
 */
export const completeTick = async (ctx: SchedulesContext, tick: Tick): Promise<FireResult> => {
  const found = await ctx.ticks.find(tick.schedule.id, tick.tickMs);
  if (!found) return fireTick(ctx, tick);
  if (found.claim.decision !== 'pending') return { kind: 'done' };
  if (await exists(ctx, tick.schedule.command, found.claim)) return settleFired(ctx, tick, found.claim);
  return fireClaimed(ctx, tick, found.claim);
};
