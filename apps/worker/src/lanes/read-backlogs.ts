import type { Bus } from '@signalbox/runtime/bus/connect';
import { priorities } from '@signalbox/shared/commands/priority';
import { laneConsumer, streams } from '@signalbox/shared/naming';
import type { PerPriority } from './weighted-turns.ts';

/**
 * How many commands wait in each lane of a queue.
 * @throws the server's error while JetStream does not answer
 */
export const readBacklogs = async ({ jsm }: Bus, queue: string): Promise<PerPriority> => {
  const backlogs: PerPriority = { high: 0, normal: 0, low: 0 };
  const read = priorities.map(async (priority) => {
    const info = await jsm.consumers.info(streams.commands, laneConsumer(queue, priority));
    backlogs[priority] = info.num_pending;
  });
  await Promise.all(read);
  return backlogs;
};
