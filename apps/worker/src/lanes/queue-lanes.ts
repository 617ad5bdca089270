import type { Bus } from '@signalbox/runtime/bus/connect';
import { pullMessages } from '@signalbox/runtime/bus/pull';
import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import { priorities } from '@signalbox/shared/commands/priority';
import { laneConsumer, streams } from '@signalbox/shared/naming';
import { Lane } from './lane.ts';
import type { Slot } from './slot.ts';
import { StartGate, type StartLimits } from './start-gate.ts';
import { WeightedTurns, type PerPriority } from './weighted-turns.ts';

export interface QueueLanesOptions {
  queue: string;
  slots: number;
  ackWaitMs: number;
  /** What holds from the start, until `limit` is called. */
  limits: StartLimits;
  /** What waits in each lane. */
  readBacklogs: () => Promise<PerPriority>;
  /** Resolves when the delivery is settled; frees the slot as soon as only the report is left to do. */
  execute: (message: PulledMessage, slot: Slot) => Promise<void> | undefined;
  /** Gives back a delivery that has not begun, so that any worker can have it at once. */
  putBack: (message: PulledMessage) => Promise<void>;
  recover: () => Promise<void>;
  logger: Logger;
}

const sweepMs = 50;
/** What is held longer than this is given back: another worker may be idle. */
const longestHoldMs = 1_000;

const isShutBy = ({ isPaused, slots }: StartLimits): boolean => isPaused || slots === 0;

/**
 * The three priorities of one queue share its room by weight. As many requests are open as deliveries may begin, on
 * the lanes whose turn it is, and one more on each lane of which nothing is known to wait.
 */
export class QueueLanes {
  readonly #options: QueueLanesOptions;
  readonly #gate: StartGate;
  readonly #turns = new WeightedTurns();
  readonly #lanes = priorities.map((priority) => new Lane(priority));
  readonly #puttingBack = new Set<Promise<void>>();
  #sweeper: NodeJS.Timeout | undefined;
  /** The latest, which may wait to be applied. */
  #wanted: StartLimits | undefined;
  #isAdvancing = false;
  #wasFull = false;
  /** A lane would have asked for more, had others not asked for too much. */
  #isThrottled = false;
  /** Begun and not settled: they run, wait for children, or report. */
  #unsettled = 0;
  #onIdle: (() => void) | undefined;

  constructor(bus: Bus, options: QueueLanesOptions) {
    this.#options = options;
    this.#gate = new StartGate(options.slots, () => this.#advanceSoon());
    this.#gate.limit({ ...options.limits, isPaused: true });
    for (const lane of this.#lanes) {
      const pull = pullMessages(bus, {
        stream: streams.commands,
        consumer: laneConsumer(options.queue, lane.priority),
        capacity: () => this.#capacityOf(lane),
        onMessage: (message) => this.#receive(message, lane),
        ackWaitMs: options.ackWaitMs,
        recover: options.recover,
        logger: options.logger,
      });
      lane.open(pull);
    }
    this.limit(options.limits);
  }

  /** From now on; what runs goes on, what has not begun and may not is given back. */
  limit(limits: StartLimits): void {
    this.#wanted = limits;
    if (this.#gate.isShut && !isShutBy(limits)) void this.#open(limits);
    else this.#apply(limits);
  }

  /** Asks for no more, gives back what has not begun, and resolves when all that has begun is settled. */
  async drain(): Promise<void> {
    this.#wanted = undefined;
    this.#gate.close();
    clearInterval(this.#sweeper);
    this.#putBackHeld(Infinity);
    await Promise.all(this.#lanes.map((lane) => lane.close()));
    if (this.#unsettled > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    }
    await Promise.all(this.#puttingBack);
  }

  /** Of a queue that stood still nothing is known: the lane that answers first would have all slots. */
  async #open(limits: StartLimits): Promise<void> {
    const { readBacklogs, logger } = this.#options;
    const backlogs = await readBacklogs().catch((error: unknown) => {
      logger.debug({ err: error }, 'the lanes of a queue begin without knowing what waits in them');
    });
    if (this.#wanted !== limits) return;
    for (const lane of this.#lanes) lane.backlog = backlogs?.[lane.priority] ?? 0;
    this.#apply(limits);
  }

  #apply(limits: StartLimits): void {
    this.#gate.limit(limits);
    if (this.#gate.isShut) this.#putBackHeld(Infinity);
    this.#withdrawExcess();
    this.#advance();
    this.#startSweeping();
  }

  #receive(message: PulledMessage, lane: Lane): void {
    lane.receive(message);
    if (this.#gate.isShut) return this.#putBack(message, lane);
    this.#startSweeping();
    if (this.#gate.room > 0) void this.#start(message, lane);
    else lane.hold(message);
  }

  async #start(message: PulledMessage, lane: Lane): Promise<void> {
    if (this.#hasRival(lane)) this.#turns.take(lane, this.#lanes);
    const slot = this.#gate.take();
    if (this.#gate.tokenWaitMs > sweepMs) this.#withdrawExcess();
    this.#unsettled += 1;
    try {
      await this.#options.execute(message, slot);
    } catch (error) {
      // Unsettled, the delivery comes again when its lease ends.
      this.#options.logger.error({ err: error, subject: message.subject }, 'delivery not settled');
    }
    // Only the end of a handler frees it before.
    if (!slot.isFreed) this.#gate.giveBackToken();
    slot.free();
    this.#unsettled -= 1;
    this.#gate.countSettled();
    if (this.#unsettled === 0) this.#onIdle?.();
  }

  /** Once for all slots that are freed together: a request for each would cost more than the command. */
  #advanceSoon(): void {
    if (this.#isAdvancing) return;
    this.#isAdvancing = true;
    queueMicrotask(() => {
      this.#isAdvancing = false;
      this.#advance();
    });
  }

  /** Begins what is held and has its turn, and asks for the rest of the room. */
  #advance(): void {
    for (let lane = this.#findTurn(); lane; lane = this.#findTurn()) {
      const held = lane.held.shift();
      if (!held) break;
      held.message.working();
      void this.#start(held.message, lane);
    }
    for (const lane of this.#lanes) if (lane.expected > 0 || lane.requested === 0) lane.ask();
  }

  #findTurn(): Lane | undefined {
    if (this.#lanes.every(({ held }) => held.length === 0)) return undefined;
    const shares = this.#turns.share(this.#gate.room, this.#perPriority('demand'));
    return this.#lanes.find(({ held, priority }) => held.length > 0 && shares[priority] > 0);
  }

  /** Asked for each message: most have no rival and cost two comparisons. */
  #hasRival(lane: Lane): boolean {
    for (const other of this.#lanes) if (other !== lane && other.expected > 0) return true;
    return false;
  }

  #perPriority(fact: 'demand' | 'expected'): PerPriority {
    const facts: PerPriority = { high: 0, normal: 0, low: 0 };
    for (const lane of this.#lanes) facts[lane.priority] = lane[fact];
    return facts;
  }

  /** How many requests a lane may have open. */
  #capacityOf(lane: Lane): number {
    const { room } = this.#gate;
    if (room === 0) return 0;
    const wanted = this.#wantedBy(lane, room);
    let allowed = room;
    for (const other of this.#lanes) if (other !== lane) allowed -= other.asked;
    allowed = Math.max(0, allowed) + lane.listening;
    if (wanted <= allowed) return wanted;
    this.#isThrottled = true;
    return allowed;
  }

  #wantedBy(lane: Lane, room: number): number {
    if (this.#hasRival(lane)) {
      const shares = this.#turns.share(room, this.#perPriority('expected'));
      return Math.max(lane.listening, shares[lane.priority] - lane.held.length);
    }
    if (lane.expected > 0) return Math.max(0, room - lane.held.length);
    // Nobody else wants the room, so what is open may stay.
    return Math.max(1, Math.min(room, lane.requested));
  }

  #startSweeping(): void {
    this.#sweeper ??= setInterval(() => this.#sweep(), sweepMs);
  }

  #sweep(): void {
    for (const lane of this.#lanes) lane.sweep(this.#capacityOf(lane) > 0);
    this.#putBackHeld(performance.now() - Math.min(longestHoldMs, this.#options.ackWaitMs / 3));
    const { room } = this.#gate;
    const asked = this.#lanes.reduce((sum, lane) => sum + lane.asked, 0);
    if (this.#isThrottled || asked > room || (room === 0 && this.#wasFull)) this.#withdrawExcess();
    this.#wasFull = room === 0;
    this.#isThrottled = false;
    this.#advance();
    this.#restWhenQuiet();
  }

  #restWhenQuiet(): void {
    const isQuiet = this.#lanes.every(({ expected }) => expected === 0) && this.#gate.room > 0;
    if (!isQuiet && !this.#gate.isShut) return;
    clearInterval(this.#sweeper);
    this.#sweeper = undefined;
  }

  #withdrawExcess(): void {
    for (const lane of this.#lanes) {
      if (lane.requested > this.#capacityOf(lane)) lane.askAnew();
    }
  }

  #putBackHeld(since: number): void {
    for (const lane of this.#lanes) {
      for (const message of lane.takeHeldBefore(since)) this.#putBack(message, lane);
    }
  }

  #putBack(message: PulledMessage, lane: Lane): void {
    // It is asked for when it is this lane's turn, instead of being held once more.
    lane.backlog = Math.max(1, lane.backlog);
    const putBack = this.#options
      .putBack(message)
      .catch((error: unknown) => {
        this.#options.logger.warn({ err: error, subject: message.subject }, 'delivery not put back');
      })
      .finally(() => this.#puttingBack.delete(putBack));
    this.#puttingBack.add(putBack);
  }
}
