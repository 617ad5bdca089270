import type { Bus } from '@signalbox/runtime/bus/connect';
import { findLockHolders, isQueuePaused } from '@signalbox/runtime/bus/waiting-facts';
import type { WaitingFacts } from '../commands/ports.ts';
import { whileConnected } from './command-bus.ts';

/** What keeps commands waiting, from the buckets on the bus. */
export const createWaitingFacts = (bus: Bus): WaitingFacts => ({
  isPaused: (queue) => whileConnected(bus, () => isQueuePaused(bus, queue)),
  findHolders: (key, limit) => whileConnected(bus, () => findLockHolders(bus, { key, limit })),
});
