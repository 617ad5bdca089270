import type { Check } from '@signalbox/shared/health/heartbeat';
import type { ProbeResult } from '../core/judge-probe.ts';
import { askHttp, type HttpAnswer } from './ask-http.ts';

const limitMs = 2_000;
const slowMs = 500;

const failures: Readonly<Record<Exclude<HttpAnswer['outcome'], 'answered'>, string>> = {
  silent: `does not answer within ${limitMs} ms`,
  refused: 'its port is closed',
  unreachable: 'cannot be reached',
};

const toResult = ({ outcome, statusCode, tookMs }: HttpAnswer): Omit<ProbeResult, 'checks'> => {
  if (outcome !== 'answered') {
    return {
      status: 'fail',
      failure: outcome === 'silent' ? 'unresponsive' : 'offline',
      reason: failures[outcome],
    };
  }
  if (statusCode !== 200)
    return { status: 'fail', failure: 'unhealthy', reason: `answers /livez with ${statusCode}` };
  if (tookMs > slowMs) return { status: 'warn', reason: `answers slowly, in ${tookMs} ms` };
  return { status: 'pass', reason: 'answers' };
};

/** Asks the console, which cannot speak on the bus, whether it lives. */
export const probeConsole = async (url: string): Promise<ProbeResult> => {
  const answer = await askHttp(`${url.replace(/\/$/, '')}/livez`, limitMs);
  const result = toResult(answer);
  const check: Check = {
    name: 'livez',
    status: result.status,
    output: result.reason,
    observedMs: answer.tookMs,
    at: Date.now(),
  };
  return { ...result, checks: [check] };
};
