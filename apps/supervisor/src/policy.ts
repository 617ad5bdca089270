/** Every time and limit of supervision, in ms unless the name says otherwise. */
export interface SupervisionPolicy {
  /** From spawn to the first passed probe. */
  startTimeoutMs: number;
  /** A process that ends well, but sooner than this, has failed to start. */
  minUptimeMs: number;
  /** From SIGTERM to SIGKILL. */
  stopTimeoutMs: number;
  dependencyTimeoutMs: number;
  backoffFirstMs: number;
  backoffCapMs: number;
  /** Share of the wait that is added or taken off at random. */
  backoffJitter: number;
  /** Ready for this long, and earlier failures no longer lengthen the wait. */
  backoffResetMs: number;
  crashLoopFailures: number;
  crashLoopWindowMs: number;
  crashLoopCapMs: number;
  /** Failed probes in a row that make a ready process unready. */
  probeFall: number;
  probeTimeoutMs: number;
  /** Right after a spawn: short, since it adds to the time a person waits for the start. */
  probeFirstMs: number;
  probeFirstForMs: number;
  probeStartingMs: number;
  probeReadyMs: number;
}

export const defaultPolicy: SupervisionPolicy = {
  startTimeoutMs: 60_000,
  minUptimeMs: 10_000,
  stopTimeoutMs: 10_000,
  dependencyTimeoutMs: 60_000,
  backoffFirstMs: 500,
  backoffCapMs: 30_000,
  backoffJitter: 0.2,
  backoffResetMs: 60_000,
  crashLoopFailures: 5,
  crashLoopWindowMs: 120_000,
  crashLoopCapMs: 60_000,
  probeFall: 3,
  probeTimeoutMs: 2_000,
  probeFirstMs: 200,
  probeFirstForMs: 15_000,
  probeStartingMs: 1_000,
  probeReadyMs: 10_000,
};

/** The most that stopping everything may take before whatever is left is killed. */
export const stopAllTimeoutMs = 60_000;
