import type { KV } from '@nats-io/kv';
import { buckets, bucketStream, subjects } from '@signalbox/shared/naming';
import { openBucket } from './bucket.ts';
import type { Bus } from './connect.ts';
import { toKeyToken } from './key-token.ts';
import { openOnce } from './open-once.ts';
import { isOutrun } from './outrun.ts';

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
  /** One finished step, as it is at this moment. */
  find(commandId: string, key: string): Promise<StoredStep | undefined>;
  /** Stores a step unless it is there already; resolves with what is stored: of two writers both get the first's. */
  store(commandId: string, step: StoredStep): Promise<StoredStep>;
  /** Removes all steps of a command. */
  remove(commandId: string): Promise<void>;
}

const keepMs = 7 * 86_400_000;

const toBucketKey = (commandId: string, key: string): string => `${commandId}.${toKeyToken(key)}`;

const allOf = (commandId: string): string => subjects.bucketKey(buckets.steps, `${commandId}.*`);
const stream = bucketStream(buckets.steps);

/** Most commands that ask have no steps yet, and one question tells; reading takes a consumer. */
const hasAny = async ({ jsm }: Bus, commandId: string): Promise<boolean> => {
  return (await jsm.streams.getMessage(stream, { last_by_subj: allOf(commandId) })) !== null;
};

/** Asked of the leader: a replica may lag behind, and the step would run again. */
const find = async ({ jsm }: Bus, commandId: string, key: string): Promise<StoredStep | undefined> => {
  const subject = subjects.bucketKey(buckets.steps, toBucketKey(commandId, key));
  const stored = await jsm.streams.getMessage(stream, { last_by_subj: subject });
  // A mark of removal has no value.
  return stored && stored.data.length > 0 ? stored.json<StoredStep>() : undefined;
};

const list = async (kv: KV, commandId: string): Promise<StoredStep[]> => {
  const steps: StoredStep[] = [];
  for await (const entry of await kv.history({ key: `${commandId}.*` })) {
    if (entry.operation === 'PUT') steps.push(entry.json<StoredStep>());
  }
  return steps;
};

/** Opens the bucket at the first use, so that a worker whose commands have no steps pays nothing. */
export const createStepStore = (bus: Bus): StepStore => {
  const open = openOnce(() => openBucket(bus, buckets.steps, keepMs));
  return {
    list: async (commandId) => {
      const kv = await open();
      return (await hasAny(bus, commandId)) ? list(kv, commandId) : [];
    },
    find: async (commandId, key) => {
      await open();
      return find(bus, commandId, key);
    },
    store: async (commandId, step) => {
      const kv = await open();
      try {
        await kv.create(toBucketKey(commandId, step.key), JSON.stringify(step));
        return step;
      } catch (error) {
        const first = isOutrun(error) ? await find(bus, commandId, step.key) : undefined;
        if (!first) throw error;
        return first;
      }
    },
    remove: async (commandId) => {
      await bus.jsm.streams.purge(stream, { filter: allOf(commandId) });
    },
  };
};
