import { setTimeout as wait } from 'node:timers/promises';
import {
  pruneAnswerSchema,
  type PruneAnswer,
  type PruneRequest,
  type systemPrune,
} from '@signalbox/shared/commands/system-prune';
import { RetryableError } from '@signalbox/shared/errors/handler-errors';
import { subjects } from '@signalbox/shared/naming';
import { terminalStatuses } from '@signalbox/shared/status/status';
import type { Handler, HandlerContext } from './handler.ts';

/** For as long as a batch took nothing is removed, so that at least half of the database's time is others'. */
const leastPauseMs = 20;

const askBatch = async (
  context: HandlerContext,
  request: PruneRequest,
): Promise<Exclude<PruneAnswer, { problem: string }>> => {
  const answer = pruneAnswerSchema.parse(await context.ask(subjects.pruneRequest, request));
  if ('problem' in answer) throw new RetryableError(`The recorder cannot prune: ${answer.problem}`);
  return answer;
};

/** Removes what breaks the rule of one status, batch by batch; what was removed before a crash stays removed. */
const pruneStatus = async (
  context: HandlerContext,
  first: PruneRequest,
  report: (removed: number) => void,
): Promise<number> => {
  let removed = 0;
  let request = first;
  for (;;) {
    context.signal.throwIfAborted();
    const startedAt = performance.now();
    const { removed: more, next } = await askBatch(context, request);
    removed += more;
    report(removed);
    if (!next) return removed;
    request = { ...first, from: next };
    const pauseMs = Math.max(leastPauseMs, performance.now() - startedAt);
    await wait(pauseMs, undefined, { signal: context.signal });
  }
};

export const pruneHistory: Handler<typeof systemPrune> = async ({ batch, ...rules }, context) => {
  const counts = { completed: 0, failed: 0, canceled: 0 };
  const reason = `Pruned by command ${context.id}.`;
  for (const [index, status] of terminalStatuses.entries()) {
    const rule = rules[status];
    if (rule.olderThanMs === undefined && rule.keepNewest === undefined) continue;
    counts[status] = await pruneStatus(context, { status, rule, limit: batch, reason }, (removed) =>
      context.progress((index / terminalStatuses.length) * 100, `${removed} ${status} commands removed`),
    );
  }
  context.log.info('The history is pruned.', counts);
  return counts;
};
