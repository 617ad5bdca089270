import { pullMessages } from '@signalbox/runtime/bus/pull';
import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import { advisoryConsumer, streams } from '@signalbox/shared/naming';
import { z } from 'zod';
import { endUndeliverable, type EndContext } from './end-unexecuted.ts';

export interface RescueOptions extends EndContext {
  logger: Logger;
  /** Creates the consumer again if it is gone. */
  recover: () => Promise<void>;
}

const advisorySchema = z.object({
  type: z.literal('io.nats.jetstream.advisory.v1.max_deliver'),
  stream: z.literal(streams.commands),
  stream_seq: z.int(),
  deliveries: z.int(),
});

const decoder = new TextDecoder();
const atOnce = 16;
const retryMs = 1_000;

const readAdvisory = (data: Uint8Array) => {
  try {
    return advisorySchema.safeParse(JSON.parse(decoder.decode(data))).data;
  } catch {
    return undefined;
  }
};

/**
 * Ends the commands whose deliveries are spent: the server tells of each once, and keeps the message where no consumer
 * sees it. Several recorders share the work; one that dies in the middle of it leaves it to another.
 */
export const startRescue = (options: RescueOptions): { stop(): Promise<void> } => {
  let underWay = 0;
  const rescue = async (message: PulledMessage): Promise<void> => {
    const advisory = readAdvisory(message.data);
    if (advisory)
      await endUndeliverable(options, { sequence: advisory.stream_seq, deliveries: advisory.deliveries });
    message.ack();
  };
  const pull = pullMessages(options.bus, {
    stream: streams.advisories,
    consumer: advisoryConsumer,
    capacity: () => atOnce - underWay,
    onMessage: (message) => {
      underWay += 1;
      void rescue(message)
        .catch((error: unknown) => {
          options.events.dutyDelayed('rescue', error);
          message.nak(retryMs);
        })
        .finally(() => {
          underWay -= 1;
          pull.wake();
        });
    },
    recover: options.recover,
    logger: options.logger,
  });
  return { stop: () => pull.stop() };
};
