import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { Outcome } from '@signalbox/shared/status/outcome';
import type { Delivery } from './execution/delivery.ts';
import type { Past } from './execution/past.ts';
import { Counter, Histogram, Registry } from '@prometheus-io/client';

const outcomeWords = {
  completed: 'completed',
  retry: 'retrying',
  failed: 'failed',
  canceled: 'canceled',
} as const;

type FailedAttempt = Pick<Delivery, 'command' | 'attempt' | 'allowedAttempts'>;
type Retry = Extract<Outcome, { kind: 'retry' }>;

/** One method per business event: log line and counter together. */
export class WorkerEvents {
  readonly registry = new Registry();
  readonly #logger: Logger;
  readonly #attempts: Counter<'command_type' | 'outcome'>;
  readonly #apart: Counter<'command_type'>;
  readonly #duration: Histogram<'command_type'>;
  done = 0;
  failed = 0;
  lastDoneAt: number | undefined;
  /** Hears of every outcome, once it is stored. */
  onEnded: ((command: CommandEnvelope, outcome: Outcome) => void) | undefined;

  constructor(logger: Logger) {
    this.#logger = logger;
    this.#attempts = new Counter({
      name: 'command_attempts_total',
      help: 'Attempts by command and outcome',
      labelNames: ['command_type', 'outcome'],
      registers: [this.registry],
    });
    this.#apart = new Counter({
      name: 'command_attempts_apart_total',
      help: 'Attempts in a process of their own, for earlier ones may have killed their workers',
      labelNames: ['command_type'],
      registers: [this.registry],
    });
    this.#duration = new Histogram({
      name: 'messaging_process_duration_seconds',
      help: 'Duration of attempts',
      labelNames: ['command_type'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [this.registry],
    });
  }

  ended(command: CommandEnvelope, outcome: Outcome, durationMs: number): void {
    this.onEnded?.(command, outcome);
    this.done += 1;
    this.lastDoneAt = Date.now();
    this.#attempts.inc({ command_type: command.name, outcome: outcomeWords[outcome.kind] });
    this.#duration.observe({ command_type: command.name }, durationMs / 1_000);
    // Of an attempt that is made again `willRetry` tells more.
    if (outcome.kind === 'completed' || outcome.kind === 'retry') return;
    if (outcome.kind === 'failed') this.failed += 1;
    this.#logger[outcome.kind === 'failed' ? 'error' : 'info'](
      { commandId: command.id, command: command.name, traceId: command.traceId, outcome },
      outcome.kind === 'failed' ? 'command failed' : `command ${outcomeWords[outcome.kind]}`,
    );
  }

  /** The first failure is news; that it goes on is for whoever looks closer. */
  willRetry({ command, attempt, allowedAttempts }: FailedAttempt, { error, afterMs }: Retry): void {
    const { code, name, message } = error;
    this.#logger[attempt === 1 ? 'info' : 'debug'](
      {
        commandId: command.id,
        command: command.name,
        traceId: command.traceId,
        attempt,
        allowedAttempts,
        error: { code, name, message },
        waitMs: afterMs,
      },
      `attempt ${attempt} of ${allowedAttempts} failed; the next one is in ${Math.round(afterMs)} ms`,
    );
  }

  /** Rare: a bus or an API process stood still for seconds. */
  keyLost({ id, name, traceId, uniqueKey }: CommandEnvelope): void {
    this.#logger.info(
      { commandId: id, command: name, traceId, uniqueKey },
      'another command has the unique key: this one came too late for it, or has ended; it is dropped',
    );
  }

  notAdmitted({ id, name, traceId }: CommandEnvelope, error: unknown): void {
    this.#logger.warn(
      { commandId: id, command: name, traceId, err: error },
      'the bus does not tell whether this delivery may run; it is put back',
    );
  }

  /** Rare, and a sign of a handler that kills its process. */
  runsApart(command: CommandEnvelope, { attempts, deaths }: Past): void {
    this.#apart.inc({ command_type: command.name });
    this.#logger.info(
      { commandId: command.id, command: command.name, traceId: command.traceId, attempts, deaths },
      `attempt ${attempts + 1} runs in a process of its own, for ${deaths} before it ended without a word`,
    );
  }

  lapsed(command: CommandEnvelope, attempt: number): void {
    this.#logger.warn(
      { commandId: command.id, command: command.name, attempt },
      'lease lapsed; the outcome of this attempt is dropped, for another worker may have it',
    );
  }
}
