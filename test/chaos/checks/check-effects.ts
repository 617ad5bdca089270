import type { Effect } from '../../harness/effect-server.ts';

/** What was stored as the result of a step. */
interface Checkpoint {
  receipt: string;
  /** When it was stored, if that was seen; else the beginning of its step counts. */
  atMs?: number;
}

export interface EffectCounts {
  calls: number;
  steps: number;
  /** Calls of steps that began before the checkpoint was stored: at-least-once allows them. */
  repeats: number;
  /** Calls of steps that began after it, one sentence each. */
  duplicates: string[];
}

/** By command and step. */
export type Checkpoints = ReadonlyMap<string, ReadonlyMap<number, Checkpoint>>;

const groupByStep = (effects: readonly Effect[]): Map<string, Effect[]> => {
  const groups = new Map<string, Effect[]>();
  for (const effect of effects) {
    const key = `${effect.commandId}, step ${effect.step}`;
    groups.set(key, [...(groups.get(key) ?? []), effect]);
  }
  return groups;
};

/** Looks for effects of steps that had a checkpoint already. */
export const checkEffects = (effects: readonly Effect[], checkpoints: Checkpoints): EffectCounts => {
  const counts: EffectCounts = { calls: effects.length, steps: 0, repeats: 0, duplicates: [] };
  for (const [key, calls] of groupByStep(effects)) {
    counts.steps += 1;
    const [first] = calls;
    const checkpoint = first && checkpoints.get(first.commandId)?.get(first.step);
    const counted = calls.find(({ receipt }) => receipt === checkpoint?.receipt);
    if (checkpoint && !counted) counts.duplicates.push(`${key}: its checkpoint is of no call that arrived`);
    const storedAtMs = checkpoint?.atMs ?? counted?.begunAt ?? Infinity;
    const late = calls.filter(
      ({ receipt, begunAt }) => receipt !== checkpoint?.receipt && begunAt > storedAtMs,
    );
    counts.repeats += calls.length - 1 - late.length;
    for (const { receipt } of late)
      counts.duplicates.push(`${key}: called again as ${receipt} after its checkpoint`);
  }
  return counts;
};
