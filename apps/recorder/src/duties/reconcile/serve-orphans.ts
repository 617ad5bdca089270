import type { ConsumerInfo } from '@nats-io/jetstream';
import type { Bus } from '@signalbox/runtime/bus/connect';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import { streams, subjects } from '@signalbox/shared/naming';

export interface OrphanContext {
  bus: Bus;
  logger: Logger;
  /** Makes the lanes of these queues. */
  provision: (queues: readonly string[]) => Promise<void>;
}

const messagesPerRound = 500;

const queueOf = (subject: string | undefined): string => subject?.split('.')[1] ?? '';

/** Makes lanes for commands of queues that have none, such as those that came back before any worker of theirs. */
export const createOrphanDuty = ({ bus, logger, provision }: OrphanContext) => {
  let next = 1;

  const findUnserved = async (served: ReadonlySet<string>): Promise<Set<string>> => {
    const unserved = new Set<string>();
    for (let count = 0; count < messagesPerRound; count += 1) {
      const query = { seq: next, next_by_subj: subjects.allCommands };
      const stored = await bus.jsm.direct.getMessage(streams.commands, query);
      if (!stored) {
        next = 1;
        break;
      }
      next = stored.seq + 1;
      const queue = queueOf(stored.subject);
      if (!served.has(queue)) unserved.add(queue);
    }
    return unserved;
  };

  return async (lanes: readonly ConsumerInfo[]): Promise<void> => {
    const expected = lanes.reduce((sum, lane) => sum + lane.num_pending + lane.num_ack_pending, 0);
    const { state } = await bus.jsm.streams.info(streams.commands);
    if (state.messages <= expected) return;
    const served = new Set(lanes.map(({ config }) => queueOf(config.filter_subject)));
    const unserved = await findUnserved(served);
    if (unserved.size === 0) return;
    logger.warn({ queues: [...unserved] }, 'commands of queues without lanes; the lanes are made');
    await provision([...unserved]);
  };
};
