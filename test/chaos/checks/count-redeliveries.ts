import type { Bus } from '@signalbox/runtime/bus/connect';
import { streams } from '@signalbox/shared/naming';

/** How often the server handed out a command that it had handed out before: retries, waits and lost workers. */
export const countRedeliveries = async ({ jsm }: Bus): Promise<number> => {
  const { state } = await jsm.streams.info(streams.commands);
  let deliveries = 0;
  for await (const consumer of jsm.consumers.list(streams.commands))
    deliveries += consumer.delivered.consumer_seq;
  return deliveries - state.last_seq;
};
