import { findFreePort } from '@signalbox/embedded/testing/free-port';
import { TestSystem } from '../../harness/test-system.ts';
import type { ServiceProcess } from '../../harness/service-process.ts';
import type { Target } from '../plan/plan-faults.ts';
import { startGuard, type Guard } from './guard.ts';
import { SlowProxy } from './slow-proxy.ts';

/** A short lease, so that what a dead worker held comes back soon, and a ceiling that no run of bad luck reaches. */
const env = {
  ACK_WAIT_MS: '2000',
  MAX_DELIVER: '200',
  RECONCILE_INTERVAL_MS: '2000',
  WORKER_CONCURRENCY: '32',
  WORKER_DRAIN_MS: '3000',
};

/** The whole system with two workers and two APIs, and a way to the database that can be made slow. */
export class ChaosSystem implements AsyncDisposable {
  readonly system: TestSystem;
  readonly proxy: SlowProxy;
  readonly #guard: Guard;
  readonly #seconds: Record<'worker-2' | 'api-2', ServiceProcess>;

  private constructor(
    parts: { system: TestSystem; proxy: SlowProxy; guard: Guard },
    seconds: Record<'worker-2' | 'api-2', ServiceProcess>,
  ) {
    this.system = parts.system;
    this.proxy = parts.proxy;
    this.#guard = parts.guard;
    this.#seconds = seconds;
  }

  /** @param logDir gets a log of each process */
  static async create(logDir: string): Promise<ChaosSystem> {
    await using started = new AsyncDisposableStack();
    const guard = started.use(startGuard());
    const databasePort = await findFreePort();
    const proxy = started.use(await SlowProxy.listen(databasePort));
    const urls = {
      EMBEDDED_SURREAL_PORT: String(databasePort),
      SURREAL_URL: `ws://127.0.0.1:${proxy.port}/rpc`,
    };
    const { follow } = guard;
    const system = started.use(await TestSystem.create({ env: { ...env, ...urls }, logDir, follow }));
    const seconds = { 'worker-2': await system.addWorker(), 'api-2': await system.addApi() };
    const chaos = new ChaosSystem({ system, proxy, guard }, seconds);
    started.move();
    return chaos;
  }

  target(name: Target): ServiceProcess {
    return name === 'worker-2' || name === 'api-2' ? this.#seconds[name] : this.system.service(name);
  }

  get apiUrls(): string[] {
    return [this.system.apiUrl, this.#seconds['api-2'].url];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.system[Symbol.asyncDispose]();
    await this.proxy[Symbol.asyncDispose]();
    this.#guard[Symbol.dispose]();
  }
}
