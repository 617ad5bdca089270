import type { Publisher } from '@signalbox/runtime/bus/publisher';
import { isQueued } from '@signalbox/runtime/bus/queued-messages';
import { waitUntilRecorded } from '@signalbox/runtime/bus/wait-until-recorded';
import { findCommand } from '@signalbox/runtime/store/find-command';
import type { CommandRow } from '@signalbox/shared/events/fold';
import { subjects } from '@signalbox/shared/naming';
import { isTerminal } from '@signalbox/shared/status/status';
import { endUnexecuted, type EndContext } from '../end-unexecuted.ts';
import { findDeleted } from '../../projection/delete-commands.ts';
import { findOpenMark, listOpenMarks, noteRequeued, removeOpenMarks, type OpenMark } from './open-marks.ts';

export interface SettleOpenContext extends EndContext {
  publisher: Publisher;
  /** A younger command is not looked at. */
  leastAgeMs: number;
}

const marksPerPage = 500;
const lookUpsAtOnce = 16;
const roundBudgetMs = 1_000;
const catchUpLimitMs = 5_000;

const findAbsent = async (ctx: EndContext, marks: readonly OpenMark[]): Promise<OpenMark[]> => {
  const absent: OpenMark[] = [];
  for (let start = 0; start < marks.length; start += lookUpsAtOnce) {
    const some = marks.slice(start, start + lookUpsAtOnce);
    const queued = await Promise.all(some.map((mark) => isQueued(ctx.bus, mark)));
    absent.push(...some.filter((_, index) => !queued[index]));
  }
  return absent;
};

/** What it had done counts, but for an attempt of which nobody knows how it ended. */
const toAttempts = ({ state }: CommandRow): number =>
  state.status === 'running' ? Math.max(0, state.attempt - 1) : state.attempt;

const requeue = async ({ publisher, store, events }: SettleOpenContext, row: CommandRow): Promise<void> => {
  const { command } = row;
  if (!command) return;
  const { id, queue, priority } = command;
  // Said even of a command without a finished attempt: one that vanished under way may have left steps behind.
  const renewed = { attempts: toAttempts(row), notBefore: row.state.nextAttemptAt ?? 0 };
  // It was accepted: it runs even if its unique key was taken for free while the history was behind.
  const payload = JSON.stringify({ ...command, renewed, uniqueSince: undefined });
  await publisher.publish(subjects.command(queue, priority, id), payload, { messageId: `${id}:rescued` });
  await noteRequeued(store, { id, at: Date.now() });
  events.requeued(id);
};

/** Accepted means kept: what vanished is published again, once; what vanishes again has failed. */
const settle = async (ctx: SettleOpenContext, suspect: OpenMark): Promise<void> => {
  const mark = await findOpenMark(ctx.store, suspect.id);
  if (!mark || mark.order !== suspect.order) return;
  const row = await findCommand(ctx.store, mark.id);
  if (!row || isTerminal(row.state.status)) return removeOpenMarks(ctx.store, [mark.id]);
  if (mark.requeuedAt === undefined) return requeue(ctx, row);
  const { command, state } = row;
  if (!command) return;
  await endUnexecuted(ctx, {
    command,
    attempt: state.attempt,
    code: 'command.lost',
    message: 'The command vanished from the message bus, and again after it had been published once more.',
  });
};

/**
 * Looks after commands that are open in the history and are not on the bus. Such a command has ended, and its end is
 * on its way to the history; or it is lost. So it is lost if it is missing twice in a row, and open still after all
 * events up to the second look are recorded.
 */
export const createOpenDuty = (ctx: SettleOpenContext) => {
  let afterId = '0';
  let suspects: OpenMark[] = [];

  const settleSuspects = async (): Promise<void> => {
    const absent = await findAbsent(ctx, suspects);
    if (absent.length === 0) return;
    const { bus, store } = ctx;
    const isCaughtUp = await waitUntilRecorded(bus, catchUpLimitMs);
    if (!isCaughtUp) return;
    const deleted = await findDeleted(
      store,
      absent.map(({ id }) => id),
    );
    for (const mark of absent) if (!deleted.has(mark.id)) await settle(ctx, mark);
  };

  /** Reads a page of marks, removes those of ended commands, and returns those of commands that are missing. */
  const readPage = async (): Promise<{ absent: OpenMark[]; isLast: boolean }> => {
    const beforeMs = Date.now() - ctx.leastAgeMs;
    const marks = await listOpenMarks(ctx.store, { afterId, beforeMs, limit: marksPerPage });
    afterId = marks.length === marksPerPage ? (marks.at(-1)?.id ?? '0') : '0';
    const ended = marks.filter(({ status }) => status !== undefined && isTerminal(status));
    await removeOpenMarks(
      ctx.store,
      ended.map(({ id }) => id),
    );
    const open = marks.filter((mark) => !ended.includes(mark));
    return { absent: await findAbsent(ctx, open), isLast: marks.length < marksPerPage };
  };

  return async (): Promise<void> => {
    const deadline = performance.now() + roundBudgetMs;
    await settleSuspects();
    suspects = [];
    for (;;) {
      const { absent, isLast } = await readPage();
      suspects.push(...absent);
      if (isLast || performance.now() > deadline) return;
    }
  };
};
