import { recorderConsumer, streams, subjects } from '@signalbox/shared/naming';
import type { Bus } from './connect.ts';

const firstPauseMs = 5;
const longestPauseMs = 100;

const readLastEventSequence = async ({ jsm }: Bus): Promise<number> =>
  (await jsm.streams.info(streams.events)).state.last_seq;

/**
 * Waits until every event that there is now is in the database; false if that takes longer than `limitMs`.
 * The recorders' common consumer knows: below its floor everything is acknowledged, which happens after the write.
 */
export const waitUntilRecorded = async (bus: Bus, limitMs: number): Promise<boolean> => {
  const sequence = await readLastEventSequence(bus);
  const deadline = performance.now() + limitMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    bus.nc.publish(subjects.recorderHurry);
    const info = await bus.jsm.consumers.info(streams.events, recorderConsumer);
    if (info.ack_floor.stream_seq >= sequence) return true;
    if (info.num_pending === 0 && info.num_ack_pending === 0) return true;
    if (performance.now() + pauseMs > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
};
