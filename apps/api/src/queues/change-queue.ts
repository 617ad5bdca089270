import { AppError } from '@signalbox/shared/errors/app-error';
import type { QueuePatch, QueueView } from '@signalbox/shared/http/stats';
import { nearNames } from '../commands/near-names.ts';
import { listQueues, type QueuesContext } from './list-queues.ts';

const refuse = (name: string, known: readonly string[]): AppError =>
  new AppError(
    'queue.not_found',
    `No queue is named ${JSON.stringify(name)}; known are ${known.join(', ')}.`,
    { details: { suggestions: nearNames(name, known) } },
  );

/**
 * Asks something of a queue; every worker hears of it within a moment.
 * @returns the queue as it is now
 * @throws AppError `queue.not_found` or `bus.unavailable`
 */
export const changeQueue = async (
  context: QueuesContext,
  { name, patch }: { name: string; patch: QueuePatch },
): Promise<QueueView> => {
  const before = await listQueues(context);
  const find = (queues: readonly QueueView[]): QueueView => {
    const queue = queues.find((candidate) => candidate.name === name);
    if (queue) return queue;
    const known = queues.map((candidate) => candidate.name);
    throw refuse(name, known);
  };
  find(before);
  await context.controls.change(name, patch);
  return find(await listQueues(context));
};
