import type { Bus } from '@signalbox/runtime/bus/connect';
import { createPublisher, type Publisher } from '@signalbox/runtime/bus/publisher';
import { readLanes } from '@signalbox/runtime/bus/read-lanes';
import type { Heartbeat } from '@signalbox/shared/health/heartbeat';
import type { HealthTransition } from '@signalbox/shared/health/transition';
import { subjects } from '@signalbox/shared/naming';
import { createHeartbeatReader } from './heartbeat-reader.ts';

export interface BusSideOptions {
  onHeartbeat: (beat: Heartbeat) => void;
  /** The report of this moment, as JSON. */
  readReport: () => string;
}

/** What the aggregator does on one connection to NATS, which outlives the server's absences. */
export class BusSide {
  readonly #bus: Bus;
  readonly #publisher: Publisher;

  constructor(bus: Bus, { onHeartbeat, readReport }: BusSideOptions) {
    this.#bus = bus;
    this.#publisher = createPublisher(bus.nc);
    const read = createHeartbeatReader();
    bus.nc.subscribe(subjects.allHeartbeats, {
      callback: (error, message) => {
        const beat = error ? undefined : read(message.string());
        if (beat && message.subject === subjects.heartbeat(beat.service, beat.instance)) onHeartbeat(beat);
      },
    });
    bus.nc.subscribe(subjects.healthReportRequest, {
      callback: (error, message) => void (error ?? message.respond(readReport())),
    });
  }

  /** Asks everybody to beat within a second. */
  requestHeartbeats(): void {
    if (this.#bus.connected) this.#bus.nc.publish(subjects.heartbeatRequest);
  }

  publishReport(report: string): void {
    if (this.#bus.connected) this.#bus.nc.publish(subjects.healthReport, report);
  }

  /** @throws AppError `bus.unavailable` or `bus.full`; what was sent before may be sent again, it is stored once */
  async publishTransitions(transitions: readonly HealthTransition[]): Promise<void> {
    await Promise.all(
      transitions.map((transition) =>
        this.#publisher.publish(subjects.healthEvent(transition.service), JSON.stringify(transition), {
          messageId: [transition.service, transition.instance ?? '', transition.at, transition.to].join(':'),
        }),
      ),
    );
  }

  /**
   * Commands that have not ended; `undefined` while that cannot be known. Where no worker is left, what one had taken
   * waits like all else.
   */
  async readWaiting(): Promise<number | undefined> {
    try {
      const lanes = await readLanes(this.#bus);
      return lanes.reduce((sum, { waiting, taken }) => sum + waiting + taken, 0);
    } catch {
      return undefined;
    }
  }

  close(): void {
    this.#publisher.close();
  }
}
