import { JetStreamApiError } from '@nats-io/jetstream';
import { AppError } from '@signalbox/shared/errors/app-error';
import { toBusError } from './bus-error.ts';

/** That the last message of a subject is another one than was expected; of a stream, or of one of several subjects. */
const wrongLastSequences = new Set<unknown>([10_071, 10_164]);

const toServerCode = (error: unknown): unknown => {
  if (error instanceof JetStreamApiError) return error.code;
  return error instanceof AppError ? error.details?.['serverCode'] : undefined;
};

/** Whether a conditional write was refused because another writer came first. */
export const isOutrun = (error: unknown): boolean => wrongLastSequences.has(toServerCode(error));

/**
 * What a conditional write answered, or undefined if another writer came first.
 * @throws AppError `bus.unavailable`
 */
export const unlessOutrun = async <Answer>(write: Promise<Answer>): Promise<Answer | undefined> => {
  try {
    return await write;
  } catch (error) {
    if (isOutrun(error)) return undefined;
    throw toBusError(error);
  }
};
