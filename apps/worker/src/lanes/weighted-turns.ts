import { priorities, type Priority } from '@signalbox/shared/commands/priority';

export interface Contender {
  readonly priority: Priority;
  /** Deliveries that could begin now. */
  readonly demand: number;
}

export type PerPriority = Record<Priority, number>;

/** Of ten deliveries that begin while every priority has some waiting, so many are of each. */
const laneWeights: Readonly<PerPriority> = { high: 6, normal: 3, low: 1 };

/**
 * No lane owes or is owed more than so many rounds, however long it was alone. With one round only, a worker of many
 * slots would forget what a lane has had before its turn, for deliveries come in batches.
 */
const mostRounds = 16;
const mostCredit = mostRounds * priorities.reduce((sum, priority) => sum + laneWeights[priority], 0);

const clamp = (credit: number): number => Math.max(-mostCredit, Math.min(mostCredit, credit));

const sumWeights = (lanes: readonly Priority[]): number =>
  lanes.reduce((sum, lane) => sum + laneWeights[lane], 0);

/** Smooth weighted round-robin: each turn every contender earns its weight, and who begins pays for all. */
export class WeightedTurns {
  readonly #credits: PerPriority = { high: 0, normal: 0, low: 0 };

  /** A delivery of `taken` begins; the others contend if they have a demand. */
  take(taken: Contender, lanes: readonly Contender[]): void {
    let total = 0;
    for (const lane of lanes) {
      if (lane !== taken && lane.demand === 0) continue;
      const weight = laneWeights[lane.priority];
      total += weight;
      this.#credits[lane.priority] = clamp(this.#credits[lane.priority] + weight);
    }
    this.#credits[taken.priority] = clamp(this.#credits[taken.priority] - total);
  }

  /** How many of the next `count` turns fall to each lane, none having more than its `demand`. */
  share(count: number, demand: Readonly<PerPriority>): PerPriority {
    const shares: PerPriority = { high: 0, normal: 0, low: 0 };
    const credits = { ...this.#credits };
    for (let left = count; left > 0;) {
      const contenders = priorities.filter((lane) => demand[lane] > shares[lane]);
      if (contenders.length === 0) break;
      const total = sumWeights(contenders);
      // Whole rounds leave the credits as they are, so they need not be played.
      const wanted = contenders.map((lane) => Math.floor((demand[lane] - shares[lane]) / laneWeights[lane]));
      const rounds = Math.min(Math.floor(left / total), ...wanted);
      for (const lane of contenders) shares[lane] += rounds * laneWeights[lane];
      left -= rounds * total;
      if (rounds === 0) left -= this.#playOne(contenders, { credits, shares });
    }
    return shares;
  }

  #playOne(
    contenders: readonly Priority[],
    { credits, shares }: { credits: PerPriority; shares: PerPriority },
  ): number {
    for (const lane of contenders) credits[lane] += laneWeights[lane];
    const next = contenders.reduce((best, lane) => (credits[lane] > credits[best] ? lane : best));
    credits[next] -= sumWeights(contenders);
    shares[next] += 1;
    return 1;
  }
}
