import { JetStreamApiError } from '@nats-io/jetstream';
import { toBusError } from './bus-error.ts';

const wrongLastSequence = 10_071;

/**
 * The revision that a conditional write made, or undefined if another writer came first.
 * @throws AppError `bus.unavailable`
 */
export const unlessOutrun = async (write: Promise<number>): Promise<number | undefined> => {
  try {
    return await write;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === wrongLastSequence) return undefined;
    throw toBusError(error);
  }
};
