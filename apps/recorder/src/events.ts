import { Counter, Gauge, Histogram, Registry } from '@prometheus-io/client';
import type { Logger } from '@signalbox/runtime/observability/create-logger';

/** One method per event of the recorder: log line and counter together. */
export class RecorderEvents {
  readonly registry = new Registry();
  readonly #logger: Logger;
  readonly #events = this.#counter('recorder_events_total', 'Events folded');
  readonly #rows = this.#counter('recorder_rows_total', 'Rows written');
  readonly #conflicts = this.#counter('recorder_conflicts_total', 'Writes repeated after a conflict');
  readonly #unreadable = this.#counter(
    'recorder_unreadable_messages_total',
    'Event messages that could not be read',
  );
  readonly #rescued = this.#counter(
    'recorder_rescued_total',
    'Commands that no worker could end, and that ended as failed',
  );
  readonly #requeued = this.#counter(
    'recorder_requeued_total',
    'Commands that had vanished from the bus, and were published again',
  );
  readonly #pruned = this.#counter('recorder_pruned_total', 'Commands removed by retention');
  readonly #lag = new Gauge({
    name: 'recorder_lag_events',
    help: 'Event messages not yet recorded',
    registers: [this.registry],
  });
  readonly #duration = new Histogram({
    name: 'recorder_flush_duration_seconds',
    help: 'Duration of one write',
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [this.registry],
  });
  done = 0;
  failed = 0;
  lag = 0;
  lastDoneAt: number | undefined;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  folded(events: number, lag: number): void {
    this.#events.inc(events);
    this.lag = lag;
    this.#lag.set(lag);
  }

  flushed(rows: number, durationMs: number): void {
    this.done += rows;
    this.lastDoneAt = Date.now();
    this.#rows.inc(rows);
    this.#duration.observe(durationMs / 1_000);
  }

  conflicted(error: unknown): void {
    this.#conflicts.inc();
    this.#logger.debug({ err: error }, 'write conflict, trying again');
  }

  delayed(error: unknown): void {
    this.#logger.warn({ err: error }, 'events cannot be written yet, trying again');
  }

  unreadable(sequence: number, error: unknown): void {
    this.failed += 1;
    this.#unreadable.inc();
    this.#logger.error({ sequence, err: error }, 'event message cannot be read and is passed over');
  }

  rescued(commandId: string, code: string): void {
    this.#rescued.inc();
    this.#logger.warn({ commandId, code }, 'a command that nothing executes any more ended as failed');
  }

  requeued(commandId: string): void {
    this.#requeued.inc();
    this.#logger.warn({ commandId }, 'a command had vanished from the bus and was published again');
  }

  endedCanceled(commandId: string): void {
    this.#logger.warn({ commandId }, 'a canceled command that nobody had ended was ended');
  }

  pruned(commands: number): void {
    this.#pruned.inc(commands);
  }

  dutyDelayed(duty: string, error: unknown): void {
    this.#logger.warn({ duty, err: error }, 'a duty cannot be done yet, trying again');
  }

  #counter(name: string, help: string): Counter {
    return new Counter({ name, help, registers: [this.registry] });
  }
}
