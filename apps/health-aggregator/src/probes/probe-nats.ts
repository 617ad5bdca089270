import type { Bus } from '@signalbox/runtime/bus/connect';
import type { Check } from '@signalbox/shared/health/heartbeat';
import { streams } from '@signalbox/shared/naming';
import type { ProbeResult } from '../core/judge-probe.ts';
import { TimeOverError, withinTime } from './within-time.ts';

const limitMs = 2_000;
const slowMs = 100;
const fillWarn = 0.8;
const fillFail = 0.95;

type Finding = Pick<Check, 'name' | 'status' | 'output' | 'observedMs'>;

const judgeFill = (name: string, used: number, most: number): Finding => {
  if (most <= 0) return { name, status: 'pass', output: `${used} bytes, no limit` };
  const fill = used / most;
  const output = `${Math.round(fill * 1_000) / 10} % of ${most} bytes`;
  if (fill >= fillFail) return { name, status: 'fail', output };
  return { name, status: fill >= fillWarn ? 'warn' : 'pass', output };
};

const checkAnswer = async ({ nc }: Bus): Promise<Finding> => {
  const startedMs = performance.now();
  await nc.flush();
  const observedMs = Math.round((performance.now() - startedMs) * 10) / 10;
  return { name: 'answer', status: observedMs > slowMs ? 'warn' : 'pass', observedMs };
};

const checkStorage = async ({ jsm }: Bus): Promise<Finding> => {
  const { storage, limits } = await jsm.getAccountInfo();
  return judgeFill('storage', storage, limits.max_storage);
};

const checkStreams = async ({ jsm }: Bus): Promise<Finding[]> => {
  const found = new Map<string, { used: number; most: number }>();
  for await (const { config, state } of jsm.streams.list())
    found.set(config.name, { used: state.bytes, most: config.max_bytes });
  const missing = [streams.commands, streams.events].filter((name) => !found.has(name));
  const commands = found.get(streams.commands);
  return [
    missing.length === 0
      ? { name: 'streams', status: 'pass' }
      : { name: 'streams', status: 'warn', output: `${missing.join(' and ')} not there` },
    ...(commands ? [judgeFill('commands', commands.used, commands.most)] : []),
  ];
};

const toFailure = (error: unknown): ProbeResult => {
  const reason = error instanceof Error ? error.message : String(error);
  const failure = error instanceof TimeOverError ? 'unresponsive' : 'unhealthy';
  return {
    status: 'fail',
    failure,
    reason,
    checks: [{ name: 'answer', status: 'fail', output: reason, at: Date.now() }],
  };
};

const summarize = (findings: Finding[]): ProbeResult => {
  const at = Date.now();
  const checks = findings.map((finding) => ({ ...finding, at }));
  const worst =
    findings.find(({ status }) => status === 'fail') ?? findings.find(({ status }) => status === 'warn');
  if (!worst) return { status: 'pass', reason: 'answers, JetStream too', checks };
  const reason = `${worst.name}: ${worst.output ?? `${worst.observedMs} ms`}`;
  return worst.status === 'fail'
    ? { status: 'fail', failure: 'unhealthy', reason, checks }
    : { status: 'warn', reason, checks };
};

/** Asks NATS for an answer, JetStream for its account, and the streams for how full they are; at most 2 s. */
export const probeNats = async (bus: Bus | undefined, away: string): Promise<ProbeResult> => {
  if (!bus?.connected) {
    return {
      status: 'fail',
      failure: 'offline',
      reason: away,
      checks: [{ name: 'answer', status: 'fail', output: away, at: Date.now() }],
    };
  }
  try {
    const checks = Promise.all([checkAnswer(bus), checkStorage(bus), checkStreams(bus)]);
    const [answer, storage, found] = await withinTime(checks, limitMs);
    return summarize([answer, storage, ...found]);
  } catch (error) {
    return toFailure(error);
  }
};
