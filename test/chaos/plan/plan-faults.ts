import { createRandom, type Random } from './random.ts';

export const targets = ['worker', 'worker-2', 'api', 'api-2', 'recorder', 'nats', 'surrealdb'] as const;
export type Target = (typeof targets)[number];

interface Trouble {
  /**
   * `kill`: SIGKILL, started again later. `pause`: SIGSTOP, continued later. `restart`: SIGTERM, started again at
   * once. `slow` and `stall`: the database's answers and the questions to it travel late, or not at all.
   */
  kind: 'kill' | 'pause' | 'restart' | 'slow' | 'stall';
  target: Target;
}

export interface Fault extends Trouble {
  lastsMs: number;
  /** Of `slow`: how long each piece of data travels. */
  delayMs: number;
}

/** Faults that happen at the same time. */
export interface Episode {
  /** After the beginning of the run; later if the episode before took longer. */
  atMs: number;
  faults: Fault[];
}

const troubles: readonly Trouble[] = [
  ...targets.map((target) => ({ kind: 'kill', target }) as const),
  ...targets.map((target) => ({ kind: 'pause', target }) as const),
  ...(['worker', 'worker-2', 'api', 'api-2', 'recorder'] as const).map(
    (target) => ({ kind: 'restart', target }) as const,
  ),
  { kind: 'slow', target: 'surrealdb' },
  { kind: 'stall', target: 'surrealdb' },
];

const firstAtMs = 1_000;
/** The last fault is over before the load ends, so that the end is met under load too. */
const calmEndMs = 6_000;
const doubleShare = 0.35;
/** What a process takes to be back, about. */
const returnMs = 1_500;

const toFault = (trouble: Trouble, random: Random): Fault => {
  const lastsMs = {
    kill: () => random.whole(0, 3_000),
    pause: () => random.whole(2_000, 6_000),
    restart: () => 0,
    slow: () => random.whole(3_000, 6_000),
    stall: () => random.whole(2_000, 5_000),
  }[trouble.kind]();
  return { ...trouble, lastsMs, delayMs: random.whole(20, 300) };
};

/** Every kind of trouble comes up once before any comes up again. */
const dealForEver = function* (random: Random): Generator<Trouble, never> {
  for (;;) yield* random.shuffle(troubles);
};

/**
 * What goes wrong when, by the seed alone. At most two things at a time, each for a few seconds, with a pause after:
 * the system is to be hurt over and over, not kept down.
 */
export const planFaults = (seed: number, durationMs: number): Episode[] => {
  const random = createRandom(seed);
  const deck = dealForEver(random);
  const episodes: Episode[] = [];
  let atMs = firstAtMs;
  while (atMs < durationMs - calmEndMs) {
    const faults = [toFault(deck.next().value, random)];
    if (random.chance(doubleShare)) {
      const second = deck.next().value;
      if (second.target !== faults[0]?.target) faults.push(toFault(second, random));
    }
    episodes.push({ atMs, faults });
    atMs += Math.max(...faults.map(({ lastsMs }) => lastsMs)) + returnMs + random.whole(500, 2_000);
  }
  return episodes;
};
