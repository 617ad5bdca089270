import type { StepStore, StoredStep } from '@signalbox/runtime/bus/step-store';
import type { CommandEvent } from '@signalbox/shared/events/command-event';
import { pino } from 'pino';
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
    store: async (_: string, step: StoredStep) => {
      const first = stored.get(step.key) ?? step;
      stored.set(step.key, first);
      return first;
    },
    remove: async () => stored.clear(),
  };
  return store;
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
    allowPrivateAddresses: true,
    ...changes,
    events,
  };
};
