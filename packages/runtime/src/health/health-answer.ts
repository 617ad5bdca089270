import type { Check, HeartbeatStatus } from '@signalbox/shared/health/heartbeat';
import { version } from '@signalbox/shared/version';

export interface HealthAnswer {
  statusCode: number;
  contentType: string;
  /** The content type again, and that nobody may keep the answer. */
  headers: Record<string, string>;
  body: string;
}

export type HealthRoute = '/livez' | '/readyz' | '/health';

export interface HealthFacts {
  service: string;
  instance: string;
  status: HeartbeatStatus;
  reason: string | undefined;
  startedAtMs: number;
  checks: (Check & { critical: boolean; blocksReadiness: boolean })[];
}

const answer = (statusCode: number, contentType: string, body: unknown): HealthAnswer => ({
  statusCode,
  contentType,
  headers: { 'content-type': contentType, 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

/** Never fails while the event loop turns; the instance is named so that a prober knows whom it reached. */
const answerLive = ({ service, instance }: HealthFacts): HealthAnswer =>
  answer(200, 'application/json', { status: 'pass', service, instance });

const answerReady = (facts: HealthFacts, isVerbose: boolean): HealthAnswer => {
  const isReady = facts.status === 'ready';
  const failing = facts.checks.filter((check) => check.blocksReadiness);
  return answer(isReady ? 200 : 503, 'application/json', {
    status: isReady ? 'pass' : 'fail',
    service: facts.service,
    instance: facts.instance,
    phase: facts.status,
    ...(facts.reason !== undefined && { reason: facts.reason }),
    failing: failing.map(({ name, output }) => ({ name, output })),
    ...(isVerbose && { checks: facts.checks }),
  });
};

const overall = (facts: HealthFacts): 'pass' | 'warn' | 'fail' => {
  if (facts.status === 'unready') return 'fail';
  const isClean = facts.status === 'ready' && facts.checks.every((check) => check.status === 'pass');
  return isClean ? 'pass' : 'warn';
};

/** One check as `checks["component:measurement"]` of draft-inadarei-api-health-check. */
export const toHealthJsonCheck = (check: Check): [string, Record<string, unknown>[]] => [
  check.observedMs === undefined ? check.name : `${check.name}:responseTime`,
  [
    {
      componentType: 'component',
      // The draft has no `unknown`; what cannot be decided is never called a pass.
      status: check.status === 'unknown' ? 'warn' : check.status,
      ...(check.observedMs !== undefined && { observedValue: check.observedMs, observedUnit: 'ms' }),
      ...(check.at !== undefined && { time: new Date(check.at).toISOString() }),
      ...(check.output !== undefined && { output: check.output }),
    },
  ],
];

const answerHealth = (facts: HealthFacts): HealthAnswer => {
  const status = overall(facts);
  const uptimeSeconds = Math.round((Date.now() - facts.startedAtMs) / 1_000);
  return answer(status === 'fail' ? 503 : 200, 'application/health+json', {
    status,
    version: version.split('.')[0],
    releaseId: version,
    serviceId: facts.service,
    notes: facts.reason === undefined ? [] : [facts.reason],
    checks: {
      uptime: [{ componentType: 'system', status: 'pass', observedValue: uptimeSeconds, observedUnit: 's' }],
      ...Object.fromEntries(facts.checks.map(toHealthJsonCheck)),
    },
    links: { self: '/health' },
    'x-instance': facts.instance,
    'x-phase': facts.status,
  });
};

/** Answers a service route from facts at hand; nothing is looked up. */
export const answerRoute = (facts: HealthFacts, route: HealthRoute, isVerbose = false): HealthAnswer => {
  switch (route) {
    case '/livez':
      return answerLive(facts);
    case '/readyz':
      return answerReady(facts, isVerbose);
    case '/health':
      return answerHealth(facts);
    default:
      return route satisfies never;
  }
};
