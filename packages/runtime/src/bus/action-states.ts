import type { KV } from '@nats-io/kv';
import { actionViewSchema } from '@signalbox/shared/http/actions';
import { buckets } from '@signalbox/shared/naming';
import type { Logger } from 'pino';
import { z } from 'zod';
import { openBucket, watchBucket } from './bucket.ts';
import { toBusError } from './bus-error.ts';
import type { Bus } from './connect.ts';
import { unlessOutrun } from './outrun.ts';

const actionStateSchema = z.object({
  view: actionViewSchema,
  /** Only commands that were submitted before this, in epoch ms: those that the action itself makes are later. */
  untilMs: z.number(),
  /** What matches up to this command is dealt with. */
  cursor: z.string().optional(),
  /** The process that works on it. */
  owner: z.string(),
  /** Counts the owner's signs of life. */
  beat: z.int(),
});

/** A bulk action and how far it has come. */
export type ActionState = z.infer<typeof actionStateSchema>;

export interface StoredAction {
  state: ActionState;
  revision: number;
}

export interface ActionStates {
  /** @throws AppError `bus.unavailable` */
  create(state: ActionState): Promise<StoredAction>;
  /** @throws AppError `bus.unavailable` */
  find(id: string): Promise<StoredAction | undefined>;
  /**
   * The action with its new revision, or undefined if another process wrote since the revision it is based on.
   * @throws AppError `bus.unavailable`
   */
  save(next: StoredAction): Promise<StoredAction | undefined>;
  /** All that this process has heard of. */
  known(): ActionState[];
  /** Hears every action at the start, and every change. */
  onChange: (state: ActionState) => void;
  stop(): void;
}

const keepMs = 30 * 86_400_000;

const find = async (kv: KV, id: string): Promise<StoredAction | undefined> => {
  const entry = await kv.get(id).catch((error: unknown) => Promise.reject(toBusError(error)));
  if (entry?.operation !== 'PUT') return undefined;
  return { state: actionStateSchema.parse(entry.json()), revision: entry.revision };
};

/** The bulk actions of the last 30 days; kept on the bus, so that any API process can go on with them. */
export const openActionStates = async (bus: Bus, logger: Logger): Promise<ActionStates> => {
  const kv = await openBucket(bus, buckets.actions, keepMs);
  const known = new Map<string, ActionState>();
  const states: ActionStates = {
    create: async (state) => {
      const revision = await unlessOutrun(kv.create(state.view.id, JSON.stringify(state)));
      if (revision === undefined) throw toBusError(new Error(`action ${state.view.id} exists already`));
      return { state, revision };
    },
    find: (id) => find(kv, id),
    save: async ({ state, revision: before }) => {
      const revision = await unlessOutrun(kv.update(state.view.id, JSON.stringify(state), before));
      return revision === undefined ? undefined : { state, revision };
    },
    known: () => [...known.values()],
    onChange: () => undefined,
    stop: () => watch.stop(),
  };
  const onEntry = (id: string, value: unknown): void => {
    const parsed = actionStateSchema.safeParse(value);
    if (!parsed.success) return void known.delete(id);
    known.set(id, parsed.data);
    states.onChange(parsed.data);
  };
  const watch = watchBucket(bus, kv, { onEntry, logger });
  return states;
};
