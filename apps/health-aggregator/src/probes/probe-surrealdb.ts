import type { Check } from '@signalbox/shared/health/heartbeat';
import type { ProbeResult } from '../core/judge-probe.ts';
import type { HttpAnswer } from './ask-http.ts';
import { TimeOverError, withinTime } from './within-time.ts';

export interface ProbedStore {
  query<Result>(surql: string): Promise<Result>;
  readonly connected: boolean;
}

export interface SurrealdbProbeOptions {
  /** `undefined` before the first connection. */
  readStore: () => ProbedStore | undefined;
  /** Where the database should be, `host:port`. */
  host: string;
  /** Asks the database's port over HTTP, to tell one that hangs from one that is not there. */
  askPort: () => Promise<HttpAnswer>;
  /** Writes and reads one row; resolves to false while there is no table to write to. */
  writeCanary: () => Promise<boolean>;
}

const limitMs = 2_000;
const slowMs = 250;
const canaryEveryMs = 60_000;

const fail = (name: string, reason: string, failure: NonNullable<ProbeResult['failure']>): ProbeResult => ({
  status: 'fail',
  failure,
  reason,
  checks: [{ name, status: 'fail', output: reason, at: Date.now() }],
});

const judgeUnconnected = (host: string, { outcome }: HttpAnswer): ProbeResult => {
  if (outcome === 'answered')
    return fail('answer', `${host} answers, but does not let us in yet`, 'unhealthy');
  if (outcome === 'silent') return fail('answer', `${host} does not answer`, 'unresponsive');
  return fail('answer', `no connection to ${host}`, 'offline');
};

const toFailure = (name: string, error: unknown): ProbeResult => {
  const reason = error instanceof Error ? error.message : String(error);
  return fail(name, reason, error instanceof TimeOverError ? 'unresponsive' : 'unhealthy');
};

const measure = async (work: Promise<unknown>): Promise<number> => {
  const startedMs = performance.now();
  await withinTime(work, limitMs);
  return Math.round((performance.now() - startedMs) * 10) / 10;
};

/** Makes a probe that asks the database for an answer within 2 s, and once a minute has it write and read a row. */
export const createSurrealdbProbe = ({
  readStore,
  host,
  askPort,
  writeCanary,
}: SurrealdbProbeOptions): (() => Promise<ProbeResult>) => {
  let writtenMs = Number.NEGATIVE_INFINITY;
  let write: Check = { name: 'write', status: 'unknown', output: 'not tried yet' };

  const tryWrite = async (): Promise<void> => {
    if (performance.now() - writtenMs < canaryEveryMs) return;
    let hasWritten = false;
    const observedMs = await measure(writeCanary().then((isWritten) => (hasWritten = isWritten)));
    if (!hasWritten) return;
    // A slow write is tried again soon, so that one blip is not shown for a minute.
    if (observedMs <= slowMs) writtenMs = performance.now();
    write = { name: 'write', status: observedMs > slowMs ? 'warn' : 'pass', observedMs, at: Date.now() };
  };

  return async () => {
    const store = readStore();
    if (!store?.connected) return judgeUnconnected(host, await askPort());
    let answer: Check;
    try {
      const observedMs = await measure(store.query('RETURN 1'));
      answer = { name: 'answer', status: observedMs > slowMs ? 'warn' : 'pass', observedMs, at: Date.now() };
    } catch (error) {
      return toFailure('answer', error);
    }
    try {
      await tryWrite();
    } catch (error) {
      return {
        ...toFailure('write', error),
        checks: [answer, { name: 'write', status: 'fail', output: String(error), at: Date.now() }],
      };
    }
    const isSlow = answer.status === 'warn' || write.status === 'warn';
    const reason = isSlow ? `answers slowly, in ${answer.observedMs} ms` : 'answers and writes';
    return { status: isSlow ? 'warn' : 'pass', reason, checks: [answer, write] };
  };
};
