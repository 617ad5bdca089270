import { planCommand, type PlannedCommand } from './command-kinds.ts';
import { createRandom, type Random } from './random.ts';

/** One request: a command, or a batch of them. */
export interface PlannedSubmission {
  /** After the beginning of the run. */
  atMs: number;
  commands: PlannedCommand[];
  /** Which of the APIs is asked first; who is asked again is the next one. */
  via: number;
  /** With a key, a request that is refused or not answered is sent again. */
  key?: string;
  /** The request is sent again this long after, though it was accepted. */
  repeatAfterMs?: number;
}

const burstShare = 0.004;
const batchShare = 0.01;

const planRequest = (random: Random, { seed, index }: { seed: number; index: number }) => {
  if (random.chance(batchShare)) {
    const size = random.whole(5, 40);
    return { commands: Array.from({ length: size }, (_, place) => planCommand(random, index + place)) };
  }
  const command = planCommand(random, index);
  const isKeyed = random.chance(0.4) && command.ends !== undefined;
  return {
    commands: [command],
    ...(isKeyed && { key: `${seed}-${index}` }),
    ...(isKeyed && random.chance(0.3) && { repeatAfterMs: random.whole(0, 2_000) }),
  };
};

/**
 * What is submitted when, by the seed alone: requests at random moments, some in bursts, until there are `count`
 * commands.
 */
export const planSubmissions = (
  seed: number,
  { durationMs, count }: { durationMs: number; count: number },
): PlannedSubmission[] => {
  const random = createRandom(seed ^ 0x5bd1e995);
  const planned: PlannedSubmission[] = [];
  let index = 0;
  let burst = 0;
  let atMs = 0;
  while (index < count) {
    if (burst > 0) burst -= 1;
    else if (random.chance(burstShare)) burst = random.whole(50, 200);
    else atMs = Math.floor(random.next() * durationMs);
    const request = planRequest(random, { seed, index });
    planned.push({ atMs, via: random.whole(0, 1), ...request });
    index += request.commands.length;
  }
  return planned.toSorted((left, right) => left.atMs - right.atMs);
};
