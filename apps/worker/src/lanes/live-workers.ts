import type { Bus } from '@signalbox/runtime/bus/connect';
import { heartbeatSchema } from '@signalbox/shared/health/heartbeat';
import { subjects } from '@signalbox/shared/naming';

interface Heard {
  queues: readonly string[];
  /** Monotonic ms until which it counts as alive. */
  until: number;
}

export interface LiveWorkersOptions {
  bus: Bus;
  /** This worker, which counts whether it is heard or not. */
  instance: string;
  queues: readonly string[];
  /** The workers of some queue have changed. */
  onChange: () => void;
}

/** A worker that is missed for so many beats is gone. */
const missedBeats = 3;
const checkMs = 1_000;
/** All answer a request for heartbeats within less than this. */
const settleMs = 600;

/** Who serves which queue, as every worker hears it from the heartbeats of all. */
export class LiveWorkers {
  readonly #options: LiveWorkersOptions;
  readonly #heard = new Map<string, Heard>();
  readonly #endSubscription: () => void;
  readonly #timers: NodeJS.Timeout[];
  #checkedAt = performance.now();
  #isSettled = false;

  constructor(options: LiveWorkersOptions) {
    this.#options = options;
    const { nc } = options.bus;
    const subscription = nc.subscribe(subjects.heartbeat('worker', '*'), {
      callback: (error, message) => {
        if (!error) this.#hear(message.data);
      },
    });
    this.#endSubscription = () => subscription.unsubscribe();
    nc.publish(subjects.heartbeatRequest);
    const settle = setTimeout(() => {
      this.#isSettled = true;
      options.onChange();
    }, settleMs);
    this.#timers = [settle, setInterval(() => this.#forgetSilent(), checkMs)];
  }

  /** The instances that serve a queue, sorted; undefined until those that are there have had time to say so. */
  serving(queue: string): string[] | undefined {
    if (!this.#isSettled) return undefined;
    const { instance, queues } = this.#options;
    const names = [...this.#heard].filter(([, heard]) => heard.queues.includes(queue)).map(([name]) => name);
    if (queues.includes(queue)) names.push(instance);
    return names.toSorted();
  }

  stop(): void {
    if (!this.#options.bus.nc.isClosed()) this.#endSubscription();
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #hear(data: Uint8Array): void {
    const beat = readBeat(data);
    if (!beat || beat.instance === this.#options.instance) return;
    // One that drains still runs what it has, so its share is nobody else's until it has said goodbye.
    if (beat.status === 'stopped') return this.#forget([beat.instance]);
    const known = this.#heard.get(beat.instance);
    const queues = beat.queues ?? [];
    const until = performance.now() + missedBeats * beat.intervalMs;
    this.#heard.set(beat.instance, { queues, until });
    if (known?.queues.join() !== queues.join()) this.#options.onChange();
  }

  #forgetSilent(): void {
    const now = performance.now();
    // After a stall of this process, or of its connection, the beats of others are still to be read.
    const isLate = now - this.#checkedAt > 2 * checkMs;
    this.#checkedAt = now;
    if (isLate || !this.#options.bus.connected) {
      for (const heard of this.#heard.values()) heard.until = Math.max(heard.until, now + 2 * checkMs);
      return;
    }
    this.#forget([...this.#heard].filter(([, { until }]) => until < now).map(([name]) => name));
  }

  #forget(names: readonly string[]): void {
    const gone = names.filter((name) => this.#heard.delete(name));
    if (gone.length > 0) this.#options.onChange();
  }
}

const readBeat = (data: Uint8Array) => {
  try {
    return heartbeatSchema.safeParse(JSON.parse(new TextDecoder().decode(data))).data;
  } catch {
    return undefined;
  }
};
