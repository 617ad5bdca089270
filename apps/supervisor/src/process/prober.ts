import type { ProcessState } from '@signalbox/shared/http/processes';
import type { SupervisionPolicy } from '../policy.ts';
import { probe, type ProbeResult } from './probe.ts';
import type { Readiness } from './process-spec.ts';

interface ProberOptions {
  readiness: Readiness;
  policy: SupervisionPolicy;
  /** What the next wait depends on. */
  read: () => { state: ProcessState; failedProbes: number };
  onResult: (result: ProbeResult) => void;
}

/** Probes one process again and again: often while somebody waits for it, rarely once it is ready. */
export class Prober {
  readonly #options: ProberOptions;
  #timer: NodeJS.Timeout | undefined;
  #startedAtMs = 0;
  /** Counts the starts, so that the late answer of an earlier one is dropped. */
  #round = 0;

  constructor(options: ProberOptions) {
    this.#options = options;
  }

  start(): void {
    this.stop();
    if (this.#options.readiness.kind === 'ipc') return;
    this.#startedAtMs = Date.now();
    this.#schedule(this.#round);
  }

  stop(): void {
    this.#round += 1;
    clearTimeout(this.#timer);
  }

  #schedule(round: number): void {
    this.#timer = setTimeout(() => void this.#run(round), this.#waitMs());
  }

  async #run(round: number): Promise<void> {
    const { readiness, policy, onResult } = this.#options;
    const result = await probe(readiness, policy.probeTimeoutMs);
    if (round !== this.#round) return;
    onResult(result);
    if (round === this.#round) this.#schedule(round);
  }

  #waitMs(): number {
    const { policy, read } = this.#options;
    const { state, failedProbes } = read();
    if (state === 'ready' && failedProbes === 0) return policy.probeReadyMs;
    const isFresh = Date.now() - this.#startedAtMs < policy.probeFirstForMs;
    return isFresh ? policy.probeFirstMs : policy.probeStartingMs;
  }
}
