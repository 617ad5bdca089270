import type { ArrivedEffect } from '../load/effect-server.ts';

/** What was stored as the result of a step. */
interface Checkpoint {
  nonce: string;
  /** When it was stored, if that was seen; else the arrival of its call counts. */
  atMs?: number;
}

export interface EffectCounts {
  calls: number;
  steps: number;
  /** Calls whose process died before the checkpoint was stored: at-least-once allows them. */
  repeats: number;
  /** Calls after the checkpoint, one sentence each. */
  duplicates: string[];
}

/** By command and step. */
export type Checkpoints = ReadonlyMap<string, ReadonlyMap<string, Checkpoint>>;

const groupByStep = (effects: readonly ArrivedEffect[]): Map<string, ArrivedEffect[]> => {
  const groups = new Map<string, ArrivedEffect[]>();
  for (const effect of effects) {
    const key = `${effect.commandId} ${effect.step}`;
    groups.set(key, [...(groups.get(key) ?? []), effect]);
  }
  return groups;
};

/** Looks for effects of steps that had a checkpoint already. */
export const checkEffects = (effects: readonly ArrivedEffect[], checkpoints: Checkpoints): EffectCounts => {
  const counts: EffectCounts = { calls: effects.length, steps: 0, repeats: 0, duplicates: [] };
  for (const [key, calls] of groupByStep(effects)) {
    counts.steps += 1;
    const [first] = calls;
    const checkpoint = first && checkpoints.get(first.commandId)?.get(first.step);
    const counted = calls.find(({ nonce }) => nonce === checkpoint?.nonce);
    if (checkpoint && !counted) counts.duplicates.push(`${key}: its checkpoint is of no call that arrived`);
    const storedAtMs = checkpoint?.atMs ?? counted?.atMs ?? Infinity;
    const late = calls.filter(({ nonce, atMs }) => nonce !== checkpoint?.nonce && atMs > storedAtMs);
    counts.repeats += calls.length - 1 - late.length;
    for (const { nonce } of late)
      counts.duplicates.push(`${key}: called again as ${nonce} after its checkpoint`);
  }
  return counts;
};
