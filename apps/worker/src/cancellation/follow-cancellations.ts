import {
  answerCancelRequests,
  openCancellations,
  watchCancellations,
} from '@signalbox/runtime/bus/cancellations';
import type { Bus } from '@signalbox/runtime/bus/connect';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { InFlight } from '../execution/in-flight.ts';
import { cancelHeld } from './cancel-held.ts';
import type { Cancellations } from './cancellations.ts';

export interface FollowOptions {
  bus: Bus;
  inFlight: InFlight;
  cancellations: Cancellations;
  logger: Logger;
}

/**
 * Keeps the cancellations up to date, and ends what this process holds of them. Resolves once all that were there are
 * known, so that no canceled command is taken before; with the way to end that.
 * @throws the server's error while JetStream does not answer
 */
export const followCancellations = async ({
  bus,
  inFlight,
  cancellations,
  logger,
}: FollowOptions): Promise<() => void> => {
  const kv = await openCancellations(bus);
  const stopAnswering = answerCancelRequests(bus, (request) => cancelHeld(inFlight, request));
  const watch = watchCancellations(bus, {
    kv,
    logger,
    onCancellation: (id, cancellation) => {
      cancellations.add(id, cancellation);
      cancelHeld(inFlight, { id, reason: cancellation.reason });
    },
  });
  await watch.ready;
  return () => {
    watch.stop();
    stopAnswering();
  };
};
