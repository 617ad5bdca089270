import path from 'node:path';
import { defaultPolicy, type SupervisionPolicy } from '../policy.ts';
import type { ProcessSpec } from '../process/process-spec.ts';

const fixture = path.join(import.meta.dirname, 'fixture-process.ts');

type FixtureOptions = Partial<Omit<ProcessSpec, 'name' | 'args' | 'policy' | 'ports'>> & {
  args?: string[];
  /** It listens there, and tells its readiness there. */
  port?: number;
  policy?: Partial<SupervisionPolicy>;
};

/** Waits are short, so that a test shows in seconds what takes minutes in life. */
const quickPolicy: SupervisionPolicy = {
  ...defaultPolicy,
  startTimeoutMs: 10_000,
  minUptimeMs: 1_000,
  stopTimeoutMs: 3_000,
  dependencyTimeoutMs: 10_000,
  backoffFirstMs: 50,
  backoffCapMs: 200,
  crashLoopCapMs: 400,
  probeFirstMs: 30,
  probeStartingMs: 100,
  probeReadyMs: 100,
};

/** A fixture process as an entry of the process list. */
export const toFixtureSpec = (name: string, options: FixtureOptions = {}): ProcessSpec => {
  const { args = [], port, policy, ...rest } = options;
  return {
    name,
    kind: 'service',
    essential: false,
    command: process.execPath,
    args: [fixture, ...(port === undefined ? ['--announces'] : ['--port', String(port)]), ...args],
    cwd: import.meta.dirname,
    env: process.env,
    ports: port === undefined ? [] : [{ host: '127.0.0.1', port }],
    readiness:
      port === undefined ? { kind: 'ipc' } : { kind: 'http', url: `http://127.0.0.1:${port}/readyz` },
    announcesReady: port === undefined,
    dependsOn: {},
    policy: { ...quickPolicy, ...policy },
    watch: [],
    ...rest,
  };
};
