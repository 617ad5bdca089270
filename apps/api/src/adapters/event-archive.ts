import type { Bus } from '@signalbox/runtime/bus/connect';
import type { EventFollower } from '@signalbox/runtime/bus/follow-events';
import { readEvents } from '@signalbox/runtime/bus/read-events';
import type { EventArchive } from '../feed/watch-events.ts';

/** The stored events on EVENTS, up to where the live feed is. */
export const createEventArchive = (bus: Bus, follower: Pick<EventFollower, 'sequence'>): EventArchive => ({
  get sequence() {
    return follower.sequence;
  },
  read: (range, onBatch) => readEvents(bus, range, onBatch),
});
