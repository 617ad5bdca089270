import type { StepStore, StoredStep } from '@signalbox/runtime/bus/step-store';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { CommandEvent } from '@signalbox/shared/events/command-event';
import type { CommandEnd } from '@signalbox/shared/status/command-end';
import { pino } from 'pino';
import type { Family } from '../handler-context/family.ts';
import type { HandlerServices } from '../handler-context/services.ts';

/** Checkpoints in memory; the map may be handed to the next attempt. */
export const createMemorySteps = (
  stored: Map<string, StoredStep> = new Map(),
): StepStore & { stored: Map<string, StoredStep>; reads: number } => {
  const store = {
    stored,
    reads: 0,
    list: async () => {
      store.reads += 1;
      return [...stored.values()];
    },
    find: async (_: string, key: string) => stored.get(key),
    store: async (_: string, step: StoredStep) => {
      const first = stored.get(step.key) ?? step;
      stored.set(step.key, first);
      return first;
    },
    remove: async () => stored.clear(),
  };
  return store;
};

/** Children that nobody executes; `ends` says how each ends, at once. */
export const createMemoryFamily = (
  toEnd: (child: CommandEnvelope) => CommandEnd | undefined = () => undefined,
): Family & { published: CommandEnvelope[]; ends: Map<string, CommandEnd> } => {
  const published: CommandEnvelope[] = [];
  const ends = new Map<string, CommandEnd>();
  let hear: ((end: CommandEnd) => void) | undefined;
  return {
    published,
    ends,
    publish: async (child) => {
      published.push(child);
      const end = toEnd(child);
      if (!end) return;
      ends.set(child.id, end);
      setImmediate(() => hear?.(end));
    },
    look: async (id) => {
      const end = ends.get(id);
      if (end) return { kind: 'ended', end };
      return { kind: published.some((child) => child.id === id) ? 'open' : 'absent' };
    },
    listen: (_, onEnd) => {
      hear = onEnd;
      return () => {
        hear = undefined;
      };
    },
    readResult: async ({ key }) => `the result at ${key}`,
  };
};

/** The services of a worker without any server; `events` is what went out. */
export const createMemoryServices = (
  changes: Partial<HandlerServices> = {},
): HandlerServices & { events: CommandEvent[] } => {
  const events: CommandEvent[] = [];
  return {
    worker: 'worker-test',
    logger: pino({ level: 'silent' }),
    eventLog: {
      append: async (_, event) => {
        events.push(event);
      },
    },
    steps: createMemorySteps(),
    family: createMemoryFamily(),
    ask: async () => undefined,
    allowPrivateAddresses: true,
    ...changes,
    events,
  };
};
