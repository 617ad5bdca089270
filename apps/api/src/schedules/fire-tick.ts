import type { ClaimFound, TickClaim } from '@signalbox/runtime/bus/schedule-ticks';
import type { ScheduleRow } from '@signalbox/runtime/store/schedules';
import { AppError } from '@signalbox/shared/errors/app-error';
import { isTerminal } from '@signalbox/shared/status/status';
import { cancelCommand } from '../commands/cancel-command.ts';
import { requireUnique } from '../commands/confirm-unique.ts';
import { locateCommand } from '../commands/locate-command.ts';
import type { SchedulesContext } from './ports.ts';
import { submitScheduled, toSubmission } from './submit-scheduled.ts';

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

const noteLast = (ctx: SchedulesContext, { schedule, tickMs }: Tick, commandId?: string): Promise<void> =>
  ctx.ticks.writeLast(schedule.id, { tickMs, ...(commandId !== undefined && { commandId }) });

/** The command is on the bus, so whoever else is about to write, writes the same. */
const settleFired = async (ctx: SchedulesContext, tick: Tick, claim: TickClaim): Promise<FireResult> => {
  const { schedule, tickMs } = tick;
  await noteLast(ctx, tick, claim.commandId);
  await ctx.ticks.settle(schedule.id, tickMs, { ...claim, decision: 'fired' });
  ctx.scheduleEvents.tickFired(schedule, tickMs, claim.commandId);
  return { kind: 'fired', commandId: claim.commandId };
};

/** A process that was stopped may have decided on what holds no more: then another has the tick. */
const settleUnfired = async (
  ctx: SchedulesContext,
  tick: Tick,
  { claim, revision, decision }: ClaimFound & { decision: 'skipped' | 'refused' },
): Promise<boolean> => {
  const next = { claim: { ...claim, decision }, revision };
  if (!(await ctx.ticks.retake(tick.schedule.id, tick.tickMs, next))) return false;
  await noteLast(ctx, tick);
  return true;
};

const settleSkipped = async (
  ctx: SchedulesContext,
  tick: Tick,
  { found, unfinishedId }: { found: ClaimFound; unfinishedId: string },
): Promise<FireResult> => {
  if (!(await settleUnfired(ctx, tick, { ...found, decision: 'skipped' }))) return { kind: 'pending' };
  ctx.scheduleEvents.tickSkipped(tick.schedule, tick.tickMs, unfinishedId);
  return { kind: 'skipped' };
};

/** A command that is not taken for what it is will not be taken later either. */
const settleRefused = async (
  ctx: SchedulesContext,
  tick: Tick,
  { found, error }: { found: ClaimFound; error: unknown },
): Promise<FireResult> => {
  if (!(error instanceof AppError) || error.retryable) throw error;
  if (!(await settleUnfired(ctx, tick, { ...found, decision: 'refused' }))) return { kind: 'pending' };
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
    if (located && !isTerminal(located.status)) await requireUnique(ctx, { id, name, uniqueKey });
    return located !== undefined;
  } catch (error) {
    const isDeduped = uniqueKey === undefined && ctx.clock.now() - at < dedupedMs;
    if (isDeduped && error instanceof AppError && error.code === 'store.unavailable') return false;
    throw error;
  }
};

interface Publication {
  found: ClaimFound;
  /** Another process may have published the command before. */
  isRepeated: boolean;
}

/**
 * With a unique key a command that is published anew is another message, which the bus does not refuse: so it is looked
 * for once more, and the tick must still be ours.
 */
const publish = async (
  ctx: SchedulesContext,
  tick: Tick,
  { found, isRepeated }: Publication,
): Promise<FireResult> => {
  const { schedule, tickMs } = tick;
  const { claim } = found;
  let kept = found;
  const keepTick = async (): Promise<boolean> => {
    if (isRepeated && (await exists(ctx, schedule.command, claim))) return false;
    const taken = await ctx.ticks.retake(schedule.id, tickMs, kept);
    kept = taken ?? kept;
    return taken !== undefined;
  };
  try {
    const accepted = await submitScheduled(ctx, toSubmission(schedule, claim.commandId), keepTick);
    if (!accepted) return { kind: 'pending' };
    // Its unique key belongs to a command that has not ended.
    if (accepted.isDuplicate) return await settleSkipped(ctx, tick, { found, unfinishedId: accepted.id });
  } catch (error) {
    return settleRefused(ctx, tick, { found: kept, error });
  }
  return settleFired(ctx, tick, claim);
};

/**
 * Does what the overlap policy says; only the process that has the tick may. That it is fired is written before the
 * command is published: whoever completes the tick does not ask the policy again while the command is on its way.
 * @throws AppError `bus.unavailable` or `bus.full`
 */
export const fireClaimed = async (
  ctx: SchedulesContext,
  tick: Tick,
  found: ClaimFound,
): Promise<FireResult> => {
  const { schedule, tickMs } = tick;
  const { claim, revision } = found;
  const unfinishedId = await findUnfinished(ctx, tick, claim.commandId);
  if (unfinishedId !== undefined && schedule.overlap === 'skip')
    return settleSkipped(ctx, tick, { found, unfinishedId });
  if (unfinishedId !== undefined) await cancelUnfinished(ctx, tick, unfinishedId);
  const firing = { ...claim, isFiring: true, at: ctx.clock.now() };
  const taken = await ctx.ticks.retake(schedule.id, tickMs, { claim: firing, revision });
  return taken ? publish(ctx, tick, { found: taken, isRepeated: false }) : { kind: 'pending' };
};

/**
 * Fires a tick if no other process has it.
 * @throws AppError `bus.unavailable` or `bus.full`; the tick may be claimed by then, and is to be completed
 */
export const fireTick = async (ctx: SchedulesContext, tick: Tick): Promise<FireResult> => {
  const found = await ctx.ticks.claim(tick.schedule.id, tick.tickMs, newClaim(ctx));
  if (found.isNew) return fireClaimed(ctx, tick, found);
  return { kind: found.claim.decision === 'pending' ? 'pending' : 'done' };
};

/** What is found is taken over first, for its process may only have been stopped. */
const retakeAndFire = async (ctx: SchedulesContext, tick: Tick, found: ClaimFound): Promise<FireResult> => {
  const claim = { ...found.claim, at: ctx.clock.now() };
  const taken = await ctx.ticks.retake(tick.schedule.id, tick.tickMs, { claim, revision: found.revision });
  return taken ? fireClaimed(ctx, tick, taken) : { kind: 'pending' };
};

/**
 * Brings to its end a tick whose process took it and died: under the same command id, so that what it had published
 * is not published again.
 * @throws AppError `bus.unavailable`, `bus.full` or `store.unavailable`
 */
export const completeTick = async (ctx: SchedulesContext, tick: Tick): Promise<FireResult> => {
  const found = await ctx.ticks.find(tick.schedule.id, tick.tickMs);
  if (!found) return fireTick(ctx, tick);
  const { claim } = found;
  if (claim.decision !== 'pending') return { kind: 'done' };
  if (!claim.isFiring) return retakeAndFire(ctx, tick, found);
  const isThere = await exists(ctx, tick.schedule.command, claim);
  return isThere ? settleFired(ctx, tick, claim) : publish(ctx, tick, { found, isRepeated: true });
};
