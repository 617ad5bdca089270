import { Gauge, Histogram, Registry } from '@prometheus-io/client';
import { healthStates, type HealthReport } from '@signalbox/shared/health/report';

const dependencies: ReadonlySet<string> = new Set(['nats', 'surrealdb', 'frontend']);

/** What a scrape is told; values are taken from the latest report at the time of the scrape. */
export class AggregatorMetrics {
  readonly #registry = new Registry();
  readonly #serviceState: Gauge<'service' | 'state'>;
  readonly #instanceState: Gauge<'service' | 'instance' | 'state'>;
  readonly #lastHeartbeat: Gauge<'service' | 'instance'>;
  readonly #dependencyUp: Gauge<'dependency'>;
  readonly #checkDuration: Histogram<'check'>;

  constructor() {
    const registers = [this.#registry];
    this.#serviceState = new Gauge({
      name: 'health_service_state',
      help: '1 for the state a service is in, 0 for the others',
      labelNames: ['service', 'state'],
      registers,
    });
    this.#instanceState = new Gauge({
      name: 'health_instance_state',
      help: '1 for the state an instance is in',
      labelNames: ['service', 'instance', 'state'],
      registers,
    });
    this.#lastHeartbeat = new Gauge({
      name: 'health_last_heartbeat_timestamp_seconds',
      help: 'When an instance was last heard',
      labelNames: ['service', 'instance'],
      registers,
    });
    this.#dependencyUp = new Gauge({
      name: 'health_dependency_up',
      help: '1 if what cannot speak for itself answers',
      labelNames: ['dependency'],
      registers,
    });
    this.#checkDuration = new Histogram({
      name: 'health_check_duration_seconds',
      help: 'Time that probes took',
      labelNames: ['check'],
      buckets: [0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2],
      registers,
    });
  }

  noteProbe(check: string, tookMs: number): void {
    this.#checkDuration.observe({ check }, tookMs / 1_000);
  }

  async expose({ items }: HealthReport): Promise<{ contentType: string; body: string }> {
    for (const gauge of [this.#serviceState, this.#instanceState, this.#lastHeartbeat, this.#dependencyUp])
      gauge.reset();
    for (const { name: service, state: current, instances } of items) {
      for (const state of healthStates) this.#serviceState.set({ service, state }, Number(state === current));
      for (const { instance, state, lastHeartbeatAt } of instances) {
        this.#instanceState.set({ service, instance, state }, 1);
        this.#lastHeartbeat.set({ service, instance }, Date.parse(lastHeartbeatAt) / 1_000);
      }
      if (dependencies.has(service)) {
        this.#dependencyUp.set(
          { dependency: service },
          Number(current === 'healthy' || current === 'degraded'),
        );
      }
    }
    return { contentType: this.#registry.contentType, body: await this.#registry.metrics() };
  }
}
