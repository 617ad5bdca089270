import type { Effect } from '../../harness/effect-server.ts';
import type { AttemptSpan } from './attempt-spans.ts';
import { meets, type Stretch } from './outages.ts';

interface Turn extends Stretch {
  id: string;
  key: string;
}

/** Pairs of different commands of one key that were at work at the same time. */
const findClashes = (turns: readonly Turn[]): [Turn, Turn][] => {
  const clashes: [Turn, Turn][] = [];
  for (const ofKey of Map.groupBy(turns, ({ key }) => key).values()) {
    let longest: Turn | undefined;
    for (const turn of ofKey.toSorted((left, right) => left.fromMs - right.fromMs)) {
      if (longest && longest.id !== turn.id && turn.fromMs < longest.untilMs) clashes.push([longest, turn]);
      if (!longest || turn.untilMs > longest.untilMs) longest = turn;
    }
  }
  return clashes;
};

const tell = (what: string, [one, other]: [Turn, Turn]): string =>
  `${what} of ${one.id} and ${other.id} with the key ${one.key} at once: ` +
  `${one.fromMs} to ${one.untilMs}, ${other.fromMs} to ${other.untilMs}`;

/** Attempts of one key whose outcomes were kept, but which ran at the same time, one sentence each. */
export const checkTurns = (spans: Iterable<AttemptSpan>): string[] => {
  const turns = [...spans].flatMap(({ id, turnKey, fromMs, untilMs }) =>
    turnKey === undefined || untilMs === undefined ? [] : [{ id, key: turnKey, fromMs, untilMs }],
  );
  return findClashes(turns).map((clash) => tell('attempts', clash));
};

export interface EffectTurns {
  effects: readonly Effect[];
  /** The key of each command that has one. */
  keys: ReadonlyMap<string, string>;
  /** A handler that is stopped in the middle of a step goes on with it before it can learn that its turn is over. */
  stopped: readonly Stretch[];
}

/** Effects of one key that happened at the same time, one sentence each. */
export const checkEffectTurns = ({ effects, keys, stopped }: EffectTurns): string[] => {
  const turns = effects.flatMap(({ commandId, begunAt, arrivedAt }) => {
    const key = keys.get(commandId);
    return key === undefined ? [] : [{ id: commandId, key, fromMs: begunAt, untilMs: arrivedAt }];
  });
  const isExcused = ([one, other]: [Turn, Turn]): boolean =>
    stopped.some((stretch) => meets(stretch, one) || meets(stretch, other));
  return findClashes(turns)
    .filter((clash) => !isExcused(clash))
    .map((clash) => tell('effects', clash));
};
