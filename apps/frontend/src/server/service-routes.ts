import type { IncomingMessage, ServerResponse } from 'node:http';
import { version } from '@signalbox/shared/version';
import type { ConsoleConfig } from './config.ts';
import { resolvePublicApiUrl } from './public-api-url.ts';

export type Phase = 'starting' | 'ready' | 'draining';

interface Answer {
  status: number;
  body: unknown;
  type?: string;
}

const toOrigin = ({ headers }: IncomingMessage) => {
  const proto = headers['x-forwarded-proto'];
  return {
    host: headers.host,
    forwardedProto: Array.isArray(proto) ? proto[0] : proto,
    scheme: 'http' as const,
  };
};

const toHealth = (phase: Phase): Answer => ({
  status: phase === 'ready' ? 200 : 503,
  type: 'application/health+json',
  body: {
    status: phase === 'ready' ? 'pass' : 'fail',
    version,
    serviceId: 'frontend',
    description: `The console is ${phase}.`,
  },
});

/** Answers the routes of the process itself; none of them depends on the API or on Next. */
export const createServiceRoutes = (config: ConsoleConfig, readPhase: () => Phase) => {
  const answers: Record<string, (request: IncomingMessage) => Answer> = {
    '/livez': () => ({ status: 200, body: { status: 'pass' } }),
    '/readyz': () => ({ status: readPhase() === 'ready' ? 200 : 503, body: { status: readPhase() } }),
    '/health': () => toHealth(readPhase()),
    '/config': (request) => ({
      status: 200,
      body: { apiUrl: resolvePublicApiUrl(config, toOrigin(request)) },
    }),
  };

  /** Answers true if the path was one of these. */
  return (path: string, request: IncomingMessage, response: ServerResponse): boolean => {
    const answer = Object.hasOwn(answers, path) ? answers[path]?.(request) : undefined;
    if (answer === undefined) return false;
    response.writeHead(answer.status, {
      'content-type': answer.type ?? 'application/json',
      'cache-control': 'no-store',
    });
    response.end(JSON.stringify(answer.body));
    return true;
  };
};
