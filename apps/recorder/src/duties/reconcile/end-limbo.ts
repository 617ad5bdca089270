import type { ConsumerInfo } from '@nats-io/jetstream';
import { waitUntilRecorded } from '@signalbox/runtime/bus/wait-until-recorded';
import { streams } from '@signalbox/shared/naming';
import { endUndeliverable, type EndContext } from '../end-unexecuted.ts';

const mostPerLane = 100;
const catchUpLimitMs = 5_000;

/** Below or at this sequence the lane delivers nothing any more. */
const floorOf = ({ num_ack_pending, delivered, ack_floor }: ConsumerInfo): number =>
  num_ack_pending === 0 ? delivered.stream_seq : ack_floor.stream_seq;

const findLimbo = async ({ bus }: EndContext, lane: ConsumerInfo): Promise<number[]> => {
  const found: number[] = [];
  const floor = floorOf(lane);
  const filter = lane.config.filter_subject ?? '>';
  let next = 1;
  while (next <= floor && found.length < mostPerLane) {
    const stored = await bus.jsm.direct.getMessage(streams.commands, { seq: next, next_by_subj: filter });
    if (!stored || stored.seq > floor) break;
    found.push(stored.seq);
    next = stored.seq + 1;
  }
  return found;
};

/**
 * Ends commands that are stored where their lane delivers nothing any more, and of which no advisory came. Only what
 * two looks in a row have found: between the answers of one look a command may have been settled. And only while the
 * history is current, which knows of those that have ended.
 */
export const createLimboDuty = (ctx: EndContext) => {
  let seen = new Set<string>();
  return async (lanes: readonly ConsumerInfo[]): Promise<void> => {
    const found = new Set<string>();
    const again: number[] = [];
    for (const lane of lanes) {
      for (const sequence of await findLimbo(ctx, lane)) {
        // A lane that was made anew delivers from the beginning.
        const key = `${lane.name} ${lane.created} ${sequence}`;
        if (seen.has(key)) again.push(sequence);
        found.add(key);
      }
    }
    seen = found;
    if (again.length > 0 && (await waitUntilRecorded(ctx.bus, catchUpLimitMs)))
      for (const sequence of again) await endUndeliverable(ctx, { sequence });
  };
};
