import type { Bus } from '@signalbox/runtime/bus/connect';
import type { StoredStep } from '@signalbox/runtime/bus/step-store';
import { buckets, subjects } from '@signalbox/shared/naming';
import type { CommandRow } from '@signalbox/shared/events/fold';
import type { Checkpoints } from './check-effects.ts';

/** When checkpoints were stored, by receipt: heard as they are written, for they are removed when the command ends. */
export type CheckpointTimes = ReadonlyMap<string, number>;

export const watchCheckpoints = ({ nc }: Bus): CheckpointTimes => {
  const times = new Map<string, number>();
  nc.subscribe(subjects.bucketKey(buckets.steps, '>'), {
    callback: (_, message) => {
      if (message.data.length === 0) return;
      const { result } = message.json<StoredStep>();
      if (typeof result === 'string' && !times.has(result)) times.set(result, Date.now());
    },
  });
  return times;
};

/** What the results of commands that work in steps say of their checkpoints. */
export const readCheckpoints = (rows: Iterable<CommandRow>, times: CheckpointTimes): Checkpoints => {
  const checkpoints = new Map<string, Map<number, { receipt: string; atMs?: number }>>();
  for (const { id, state } of rows) {
    const receipts = (state.result as { receipts?: string[] } | undefined)?.receipts;
    if (!receipts) continue;
    const ofSteps = receipts.map((receipt, index) => {
      const atMs = times.get(receipt);
      return [index + 1, { receipt, ...(atMs !== undefined && { atMs }) }] as const;
    });
    checkpoints.set(id, new Map(ofSteps));
  }
  return checkpoints;
};
