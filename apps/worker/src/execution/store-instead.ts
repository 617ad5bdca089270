import { setTimeout as wait } from 'node:timers/promises';
import type { ResultStore } from '@signalbox/runtime/bus/result-store';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { ResultRef } from '@signalbox/shared/events/command-event';
import type { Outcome } from '@signalbox/shared/status/outcome';

const maxResultBytes = 64 * 1024 * 1024;
const retryMs = 250;

export interface StoreInsteadOptions {
  /** @throws AppError if the event log refuses the outcome */
  store: (outcome: Outcome) => Promise<void>;
  /** What becomes of an outcome that cannot be stored. */
  toOutcome: (refused: unknown) => Outcome;
  results: Pick<ResultStore, 'put'>;
  /** Where a large result goes. */
  resultKey: string;
  /** Another worker may have the command: what this one has is not stored any more. */
  isLost: () => boolean;
}

type Completed = Extract<Outcome, { kind: 'completed' }>;

const putResult = async (
  { result }: Completed,
  { results, resultKey, isLost }: StoreInsteadOptions,
): Promise<ResultRef> => {
  const json = Buffer.from(JSON.stringify(result));
  if (json.byteLength > maxResultBytes) {
    throw new AppError(
      'command.result_too_large',
      `The result has ${json.byteLength} bytes; ${maxResultBytes} can be kept. Store it elsewhere and return where.`,
    );
  }
  for (;;) {
    try {
      return await results.put(resultKey, json);
    } catch (error) {
      // The work is done; only the bus is away, as it may be for events too.
      if (isLost()) throw error;
    }
    await wait(retryMs);
  }
};

/** An outcome that the event log takes in place of one that it refused. */
const toStorable = async (
  outcome: Outcome,
  refused: AppError,
  options: StoreInsteadOptions,
): Promise<Outcome> => {
  if (outcome.kind !== 'completed' || refused.code !== 'command.result_too_large')
    return options.toOutcome(refused);
  try {
    return { ...outcome, resultRef: await putResult(outcome, options) };
  } catch (error) {
    return options.toOutcome(error);
  }
};

/**
 * Stores how an attempt ended, after the event log refused it as it was; a large result goes to the object store, and
 * the event says where.
 * @returns what was stored
 * @throws what was refused, if it was not for the outcome
 */
export const storeInstead = async (
  outcome: Outcome,
  refused: unknown,
  options: StoreInsteadOptions,
): Promise<Outcome> => {
  if (!(refused instanceof AppError)) throw refused;
  const storable = await toStorable(outcome, refused, options);
  await options.store(storable);
  return storable;
};
