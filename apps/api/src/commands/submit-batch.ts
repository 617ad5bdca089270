import { submitSchema, type Accepted } from '@signalbox/shared/http/submit';
import { parseOrThrow } from '../validation/parse-or-throw.ts';
import type { TraceContext } from './ports.ts';
import { submitCommand, type SubmitContext } from './submit-command.ts';

export interface BatchItem {
  index: number;
  outcome: { accepted: Accepted } | { error: unknown };
}

const submitItem = async (ctx: SubmitContext, item: unknown, trace: TraceContext): Promise<Accepted> => {
  const body = parseOrThrow(submitSchema, item);
  return submitCommand(ctx, { id: ctx.newId(), body, trace });
};

/** Accepts many commands at once, each for itself: a bad one does not sink the rest. */
export const submitBatch = async (
  ctx: SubmitContext,
  items: readonly unknown[],
  trace: TraceContext,
): Promise<BatchItem[]> => {
  const outcomes = await Promise.allSettled(items.map((item) => submitItem(ctx, item, trace)));
  return outcomes.map((outcome, index) => ({
    index,
    outcome:
      outcome.status === 'fulfilled' ? { accepted: outcome.value } : { error: outcome.reason as unknown },
  }));
};
