import { createHash } from 'node:crypto';
import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import type { KV } from '@nats-io/kv';
import { buckets } from '@signalbox/shared/naming';
import { openBucket } from './bucket.ts';
import type { Bus } from './connect.ts';
import { openOnce } from './open-once.ts';

/** The result of a finished step as JSON; absent if the step returned nothing. */
export interface StoredStep {
  key: string;
  result?: unknown;
  /** Epoch ms. */
  at: number;
}

/** Checkpoints of commands. All methods throw the client's error while the bus does not answer. */
export interface StepStore {
  /** All finished steps of a command. */
  list(commandId: string): Promise<StoredStep[]>;
  /** Stores a step unless it is there already; resolves with what is stored: of two writers both get the first's. */
  store(commandId: string, step: StoredStep): Promise<StoredStep>;
  /** Removes all steps of a command. */
  remove(commandId: string): Promise<void>;
}

const keepMs = 7 * 86_400_000;

/** Any text may be a step's key; few characters may be in a bucket's. */
const toBucketKey = (commandId: string, key: string): string =>
  `${commandId}.${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;

const isTaken = (error: unknown): boolean =>
  error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamWrongLastSequence;

/** Most commands that ask have no steps yet, and one question tells; reading takes a consumer. */
const hasAny = async ({ jsm }: Bus, commandId: string): Promise<boolean> => {
  const last = { last_by_subj: `$KV.${buckets.steps}.${commandId}.*` };
  return (await jsm.streams.getMessage(`KV_${buckets.steps}`, last)) !== null;
};

const list = async (kv: KV, commandId: string): Promise<StoredStep[]> => {
  const steps: StoredStep[] = [];
  for await (const entry of await kv.history({ key: `${commandId}.*` })) {
    if (entry.operation === 'PUT') steps.push(entry.json<StoredStep>());
  }
  return steps;
};

const store = async (kv: KV, commandId: string, step: StoredStep): Promise<StoredStep> => {
  const key = toBucketKey(commandId, step.key);
  try {
    await kv.create(key, JSON.stringify(step));
    return step;
  } catch (error) {
    if (!isTaken(error)) throw error;
    const first = await kv.get(key);
    if (first?.operation !== 'PUT') throw error;
    return first.json<StoredStep>();
  }
};

/** Opens the bucket at the first use, so that a worker whose commands have no steps pays nothing. */
export const createStepStore = (bus: Bus): StepStore => {
  const open = openOnce(() => openBucket(bus, buckets.steps, keepMs));
  return {
    list: async (commandId) => {
      const kv = await open();
      return (await hasAny(bus, commandId)) ? list(kv, commandId) : [];
    },
    store: async (commandId, step) => store(await open(), commandId, step),
    remove: async (commandId) => {
      await bus.jsm.streams.purge(`KV_${buckets.steps}`, { filter: `$KV.${buckets.steps}.${commandId}.*` });
    },
  };
};
