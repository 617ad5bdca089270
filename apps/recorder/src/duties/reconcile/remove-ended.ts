import type { StoredMsg } from '@nats-io/jetstream';
import { findCommand } from '@signalbox/runtime/store/find-command';
import { streams, subjects } from '@signalbox/shared/naming';
import { isTerminal } from '@signalbox/shared/status/status';
import type { EndContext } from '../end-unexecuted.ts';

export type RemoveEndedContext = Pick<EndContext, 'bus' | 'store'> & {
  /** A younger message is not looked at: its worker may be about to acknowledge it. */
  leastAgeMs: number;
};

const mostPerRound = 200;
const lookUpsAtOnce = 16;

const hasEnded = async ({ store }: RemoveEndedContext, { subject }: StoredMsg): Promise<boolean> => {
  const row = await findCommand(store, subject.split('.').at(-1) ?? '');
  return row !== undefined && isTerminal(row.state.status);
};

/**
 * Removes messages of commands that have ended. A nats-server that is killed may forget that a message was removed and
 * remember that it was acknowledged, so that nobody is given it; and it may wait for ever for the acknowledgement of one
 * that is gone, so that the floor of the lane tells nothing.
 * Each round looks at some, and the next goes on where it came to.
 */
export const createRemoveEndedDuty = (ctx: RemoveEndedContext) => {
  let next = 1;

  const readSome = async (): Promise<StoredMsg[]> => {
    const beforeMs = Date.now() - ctx.leastAgeMs;
    const some: StoredMsg[] = [];
    while (some.length < mostPerRound) {
      const query = { seq: next, next_by_subj: subjects.allCommands };
      const stored = await ctx.bus.jsm.direct.getMessage(streams.commands, query);
      if (!stored || stored.time.getTime() > beforeMs) {
        next = 1;
        return some;
      }
      some.push(stored);
      next = stored.seq + 1;
    }
    return some;
  };

  return async (): Promise<void> => {
    const stored = await readSome();
    for (let start = 0; start < stored.length; start += lookUpsAtOnce) {
      const some = stored.slice(start, start + lookUpsAtOnce);
      const ended = await Promise.all(some.map((message) => hasEnded(ctx, message)));
      for (const [index, { seq }] of some.entries()) {
        if (ended[index]) await ctx.bus.jsm.streams.deleteMessage(streams.commands, seq, false);
      }
    }
  };
};
