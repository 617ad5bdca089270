import { collectDefaultMetrics, Counter, Histogram, Registry } from '@prometheus-io/client';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';

export interface FinishedRequest {
  method: string;
  /** The pattern, never the path: a label per id would be a series per id. */
  route: string;
  statusCode: number;
  durationMs: number;
}

type RequestLabels = 'http_route' | 'http_request_method' | 'http_response_status_code';

const durationBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** One method per business event: log line and counter together. */
export class ApiEvents {
  readonly #registry = new Registry();
  readonly #logger: Logger;
  readonly #submitted: Counter<'command_type'>;
  readonly #requests: Histogram<RequestLabels>;

  constructor(logger: Logger) {
    this.#logger = logger;
    this.#submitted = new Counter({
      name: 'commands_submitted_total',
      help: 'Commands accepted, by type',
      labelNames: ['command_type'],
      registers: [this.#registry],
    });
    this.#requests = new Histogram({
      name: 'http_server_request_duration_seconds',
      help: 'Duration of requests; event streams are left out',
      labelNames: ['http_route', 'http_request_method', 'http_response_status_code'],
      buckets: durationBuckets,
      registers: [this.#registry],
    });
  }

  /** Adds what the process itself measures; once per process. */
  measureProcess(): void {
    collectDefaultMetrics({
      register: this.#registry,
      eventLoopMonitoringPrecision: 50,
      eventLoopUtilizationTimeout: 1_000,
    });
  }

  commandAccepted({ name }: CommandEnvelope): void {
    this.#submitted.inc({ command_type: name });
  }

  requestFinished({ method, route, statusCode, durationMs }: FinishedRequest): void {
    const labels = { http_route: route, http_request_method: method, http_response_status_code: statusCode };
    this.#requests.observe(labels, durationMs / 1_000);
  }

  announceFailed({ id, name }: CommandEnvelope, error: unknown): void {
    this.#logger.warn(
      { commandId: id, command: name, err: error },
      'accepted event not stored; later events of the command carry it too',
    );
  }

  keyNotMarked(id: string, error: unknown): void {
    this.#logger.debug(
      { commandId: id, err: error },
      'idempotency key not marked; a repetition looks the command up',
    );
  }

  cancelUnfinished(id: string, error: unknown): void {
    this.#logger.warn(
      { commandId: id, err: error },
      'canceled command not taken off the bus; a worker that takes it or the recorder ends it',
    );
  }

  descendantsNotCanceled(id: string, error: unknown): void {
    this.#logger.warn(
      { commandId: id, err: error },
      'not all that comes from a canceled command was canceled here; workers refuse what is left',
    );
  }

  eventUnreadable(sequence: number, error: unknown): void {
    this.#logger.warn({ sequence, err: error }, 'unreadable message on EVENTS skipped');
  }

  async read(): Promise<{ contentType: string; body: string }> {
    return { contentType: this.#registry.contentType, body: await this.#registry.metrics() };
  }
}
