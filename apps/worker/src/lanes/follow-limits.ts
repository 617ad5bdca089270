import type { Bus } from '@signalbox/runtime/bus/connect';
import { openQueueControls, type QueueControls } from '@signalbox/runtime/bus/queue-controls';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import { divideRate, divideSlots } from './divide.ts';
import { LiveWorkers } from './live-workers.ts';
import type { StartLimits } from './start-gate.ts';

export interface FollowLimitsOptions {
  bus: Bus;
  instance: string;
  /** The queues that this worker serves. */
  queues: readonly string[];
  /** This worker's slots in each queue. */
  slots: number;
  /** Told what this worker may do of a queue from now on, whenever that changes. */
  onLimits: (queue: string, limits: StartLimits) => void;
  logger: Logger;
}

export interface LimitsFollower {
  /** What this worker may do of a queue now. */
  current(queue: string): StartLimits;
  stop(): void;
}

interface Share {
  controls: QueueControls | undefined;
  workers: readonly string[] | undefined;
}

const toLimits = (
  { controls, workers }: Share,
  { instance, slots }: Pick<FollowLimitsOptions, 'instance' | 'slots'>,
): StartLimits => {
  const { paused = false, concurrency, ratePerSecond } = controls ?? {};
  // Nobody knows its part of a limit before it knows who else there is.
  const sharing = workers ?? [];
  const part = concurrency === undefined ? slots : divideSlots(concurrency, sharing, instance);
  const rate = ratePerSecond === undefined ? undefined : divideRate(ratePerSecond, sharing, instance);
  return {
    isPaused: paused,
    slots: rate === 0 ? 0 : Math.min(part, slots),
    startsPerSecond: rate || undefined,
  };
};

const isSame = (left: StartLimits, right: StartLimits): boolean =>
  left.isPaused === right.isPaused &&
  left.slots === right.slots &&
  left.startsPerSecond === right.startsPerSecond;

/** Knows what is asked of the queues and who serves them, and says what that means for this worker. */
class Limits {
  readonly #options: FollowLimitsOptions;
  readonly #asked = new Map<string, QueueControls>();
  readonly #told = new Map<string, StartLimits>();
  readonly #unasked: StartLimits;
  readonly #workers: LiveWorkers;

  constructor(options: FollowLimitsOptions) {
    this.#options = options;
    const { bus, instance, queues, slots } = options;
    this.#unasked = { isPaused: false, slots, startsPerSecond: undefined };
    this.#workers = new LiveWorkers({
      bus,
      instance,
      queues,
      onChange: () => {
        for (const queue of queues) this.#tell(queue);
      },
    });
  }

  current(queue: string): StartLimits {
    const share = { controls: this.#asked.get(queue), workers: this.#workers.serving(queue) };
    return toLimits(share, this.#options);
  }

  ask(queue: string, controls: QueueControls): void {
    if (!this.#options.queues.includes(queue)) return;
    this.#asked.set(queue, controls);
    this.#tell(queue);
  }

  stop(): void {
    this.#workers.stop();
  }

  #tell(queue: string): void {
    const limits = this.current(queue);
    if (isSame(this.#told.get(queue) ?? this.#unasked, limits)) return;
    this.#told.set(queue, limits);
    this.#options.logger.info({ queue, limits }, 'what this worker may do of a queue');
    this.#options.onLimits(queue, limits);
  }
}

/**
 * Follows what operators ask of this worker's queues, and its part of it. Resolves once what is asked is known.
 * @throws the server's error while JetStream does not answer
 */
export const followLimits = async (options: FollowLimitsOptions): Promise<LimitsFollower> => {
  const { bus, logger } = options;
  const store = await openQueueControls(bus);
  const limits = new Limits(options);
  const watch = store.watch({ onControls: (queue, controls) => limits.ask(queue, controls), logger });
  await watch.ready;
  return {
    current: (queue) => limits.current(queue),
    stop: () => {
      watch.stop();
      limits.stop();
    },
  };
};
