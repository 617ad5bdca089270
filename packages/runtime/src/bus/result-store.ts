import { nanos } from '@nats-io/transport-node';
import { Objm } from '@nats-io/obj';
import type { ResultRef } from '@signalbox/shared/events/command-event';
import { resultsBucket } from '@signalbox/shared/naming';
import { toBusError } from './bus-error.ts';
import type { Bus } from './connect.ts';
import { openOnce } from './open-once.ts';

/** Results that are too large for an event: JSON, kept for 30 days. All methods may throw AppError `bus.unavailable`. */
export interface ResultStore {
  /** Stores under this key, in place of what is there. */
  put(key: string, json: Uint8Array): Promise<ResultRef>;
  /** The whole result as bytes of JSON; undefined if there is none of this key. */
  read(key: string): Promise<Uint8Array | undefined>;
  /** The result piece by piece, for a reader who must not hold all of it; undefined if there is none of this key. */
  stream(key: string): Promise<ReadableStream<Uint8Array> | undefined>;
  remove(key: string): Promise<void>;
}

const keepMs = 30 * 86_400_000;

const orBusError = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await ask();
  } catch (error) {
    throw toBusError(error);
  }
};

/** Opens the object store at the first use, so that a process that never needs it pays nothing. */
export const createResultStore = ({ js }: Bus): ResultStore => {
  const open = openOnce(() => new Objm(js).create(resultsBucket, { ttl: nanos(keepMs) }));
  return {
    put: (key, json) =>
      orBusError(async () => {
        await (await open()).putBlob({ name: key }, json);
        return { key, bytes: json.byteLength };
      }),
    read: (key) => orBusError(async () => (await (await open()).getBlob(key)) ?? undefined),
    stream: (key) => orBusError(async () => (await (await open()).get(key))?.data),
    remove: (key) =>
      orBusError(async () => {
        await (await open()).delete(key);
      }),
  };
};
