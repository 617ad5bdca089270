import type { Bus } from '@signalbox/runtime/bus/connect';
import type { ServiceHealth } from '@signalbox/runtime/health/create-health';
import { startHeartbeat } from '@signalbox/runtime/health/start-heartbeat';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { HealthTransition } from '@signalbox/shared/health/transition';
import { createSuspectAsker } from './ask-suspects.ts';
import { BusSide } from './bus-side.ts';
import type { AggregatorConfig } from './config.ts';
import type { ProbeResult } from './core/judge-probe.ts';
import { HistoryKeeper } from './history/history-keeper.ts';
import { linkBus, type BusLink } from './links/link-bus.ts';
import { linkStore, type LinkedStore, type StoreLink } from './links/link-store.ts';
import { logTransitions } from './log-transitions.ts';
import type { AggregatorMetrics } from './metrics.ts';
import type { Picture } from './picture.ts';
import { askHttp } from './probes/ask-http.ts';
import { askLivez } from './probes/ask-livez.ts';
import { probeConsole } from './probes/probe-console.ts';
import { probeNats } from './probes/probe-nats.ts';
import { createSurrealdbProbe } from './probes/probe-surrealdb.ts';
import { runProbe, type ProbeLoop } from './probes/run-probe.ts';
import { Outbox } from './publish/outbox.ts';
import { readNow } from './read-now.ts';
import { startWatch, type Watch } from './watch.ts';

export interface AggregatorOptions {
  config: AggregatorConfig;
  health: ServiceHealth;
  metrics: AggregatorMetrics;
  picture: Picture;
  logger: Logger;
  /** Where this process serves. */
  url: string;
  connectStore: () => Promise<LinkedStore>;
}

const probeEveryMs = 10_000;
/** No connection tells of the console's end, so it is asked more often to be missed within 10 s. */
const consoleEveryMs = 5_000;
const askPortLimitMs = 1_500;
const waitingEveryMs = 10_000;
/** Waits this long for what was known before, so that a restart of ours is no news about others. */
const recallLimitMs = 2_000;
const closeLimitMs = 1_000;

/** Gathers evidence from all sides into the picture, and hands out what it shows. */
export class Aggregator {
  readonly #options: AggregatorOptions;
  readonly #picture: Picture;
  readonly #busLink: BusLink;
  readonly #storeLink: StoreLink;
  readonly #history: HistoryKeeper;
  readonly #events: Outbox<HealthTransition>;
  readonly #probes: Readonly<Record<'nats' | 'surrealdb' | 'frontend', ProbeLoop>>;
  readonly #waitingTimer: NodeJS.Timeout;
  readonly #recallTimer: NodeJS.Timeout;
  #busSide: BusSide | undefined;
  #heartbeat: { stop(): Promise<void> } | undefined;
  #watch: Watch | undefined;

  constructor(options: AggregatorOptions) {
    const { config, logger, health } = options;
    this.#options = options;
    this.#picture = options.picture;
    this.#events = new Outbox({ name: 'health events', send: (items) => this.#sendEvents(items), logger });
    this.#history = new HistoryKeeper({
      readStore: () => this.#storeLink.store,
      onRecollection: ({ memory }) => {
        this.#picture.recall(memory);
        this.#beginWatch();
      },
      logger,
    });
    this.#busLink = linkBus({
      url: config.nats.url,
      name: health.instance,
      logger,
      onFirstConnect: (bus) => this.#useBus(bus),
      onChange: (isConnected) => this.#noteBus(isConnected),
    });
    this.#storeLink = linkStore({
      connect: options.connectStore,
      logger,
      onChange: (isConnected) => {
        if (isConnected) this.#history.nudge();
        this.#probes.surrealdb.nudge();
      },
    });
    this.#probes = this.#startProbes();
    this.#recallTimer = setTimeout(() => this.#beginWatch(), recallLimitMs).unref();
    this.#waitingTimer = setInterval(() => void this.#readWaiting(), waitingEveryMs).unref();
    this.#addOwnChecks();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#recallTimer);
    clearInterval(this.#waitingTimer);
    this.#watch?.stop();
    for (const probe of Object.values(this.#probes)) probe.stop();
    await this.#heartbeat?.stop();
    await Promise.all([this.#events.close(closeLimitMs), this.#history.close()]);
    this.#busSide?.close();
    await Promise.all([this.#busLink.stop(), this.#storeLink.stop()]);
  }

  #addOwnChecks(): void {
    const { health } = this.#options;
    const toResult = (isConnected: boolean) =>
      isConnected ? { status: 'pass' as const } : { status: 'fail' as const, output: 'not connected' };
    health.addCheck({
      name: 'nats',
      critical: true,
      run: async () => toResult(this.#busLink.bus?.connected ?? false),
    });
    health.addCheck({
      name: 'surrealdb',
      critical: false,
      run: async () => toResult(this.#storeLink.store?.connected ?? false),
    });
  }

  #startProbes() {
    const { config } = this.#options;
    const { host } = new URL(config.surrealdb.url);
    const surrealdb = createSurrealdbProbe({
      readStore: () => this.#storeLink.store,
      host,
      askPort: () => askHttp(`http://${host}/health`, askPortLimitMs),
      writeCanary: () => this.#history.writeCanary(),
    });
    const start = (name: string, everyMs: number, probe: () => Promise<ProbeResult>) =>
      runProbe({
        everyMs,
        probe,
        onResult: (result, tookMs) => {
          this.#options.metrics.noteProbe(name, tookMs);
          const standing = this.#picture.noteProbe(name, result, readNow());
          if (standing.state !== this.#picture.stateOf(name)) this.#watch?.nudge();
          return standing;
        },
      });
    return {
      nats: start('nats', probeEveryMs, () => probeNats(this.#busLink.bus, this.#busLink.away)),
      surrealdb: start('surrealdb', probeEveryMs, surrealdb),
      frontend: start('frontend', consoleEveryMs, () => probeConsole(config.consoleUrl)),
    };
  }

  #useBus(bus: Bus): void {
    const { health, config, url } = this.#options;
    this.#busSide = new BusSide(bus, {
      onHeartbeat: (beat) => {
        if (this.#picture.hear(beat, readNow())) this.#watch?.nudge();
      },
      readReport: () => JSON.stringify(this.#picture.toReport(readNow())),
    });
    this.#heartbeat = startHeartbeat({ nc: bus.nc, health, intervalMs: config.heartbeatIntervalMs, url });
  }

  #noteBus(isConnected: boolean): void {
    this.#picture.noteConnected(isConnected, readNow());
    if (isConnected) {
      this.#busSide?.requestHeartbeats();
      this.#events.nudge();
    }
    this.#probes.nats.nudge();
    this.#watch?.nudge();
  }

  #beginWatch(): void {
    if (this.#watch) return;
    clearTimeout(this.#recallTimer);
    const { config, logger } = this.#options;
    this.#watch = startWatch({
      picture: this.#picture,
      readNow,
      intervalMs: config.heartbeatIntervalMs,
      onTransitions: (transitions) => this.#recordTransitions(transitions),
      onSuspects: createSuspectAsker({
        ask: askLivez,
        onOutcome: (instance, outcome) => {
          this.#picture.noteLivez(instance, outcome);
          this.#watch?.nudge();
        },
      }),
      onReport: (report) => this.#busSide?.publishReport(JSON.stringify(report)),
      onStall: () => {
        logger.warn('our own event loop stood still, so silence is counted anew');
        this.#busSide?.requestHeartbeats();
      },
    });
    this.#options.health.markReady();
  }

  #recordTransitions(transitions: readonly HealthTransition[]): void {
    logTransitions(this.#options.logger, transitions);
    this.#events.add(transitions);
    this.#history.add(transitions);
    void this.#readWaiting();
  }

  async #sendEvents(transitions: readonly HealthTransition[]): Promise<void> {
    if (!this.#busSide) throw new Error('the bus is not connected yet');
    await this.#busSide.publishTransitions(transitions);
  }

  /** Only asked for while something is wrong: it is the effect in the sentence. */
  async #readWaiting(): Promise<void> {
    if (this.#picture.stateOf('system') === 'healthy') return;
    this.#picture.noteWaiting(await this.#busSide?.readWaiting());
  }
}
