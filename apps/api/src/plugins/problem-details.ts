import { AppError } from '@signalbox/shared/errors/app-error';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { nearNames } from '../commands/near-names.ts';
import type { ApiServer } from '../server-types.ts';
import { toAppError } from './to-app-error.ts';
import { toProblem } from './to-problem.ts';

const contentType = 'application/problem+json';
const defaultRetryAfterMs = 2_000;

export const sendProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
  const known = toAppError(error, request);
  if (known.code === 'internal.unexpected') {
    request.log.error(
      { requestId: request.id, method: request.method, url: request.url, err: error },
      known.code,
    );
  }
  const allow = known.details?.['allow'];
  if (known.status === 405 && typeof allow === 'string') void reply.header('allow', allow);
  if (known.status === 503) {
    void reply.header('retry-after', String(Math.ceil((known.retryAfterMs ?? defaultRetryAfterMs) / 1_000)));
  }
  // Serialised here: a serializer of the route knows its good answers only.
  void reply
    .code(known.status)
    .header('x-request-id', request.id)
    .type(contentType)
    .serializer((text: string) => text)
    .send(JSON.stringify(toProblem(known, request.id)));
};

interface KnownRoute {
  method: string;
  url: string;
  pattern: RegExp;
}

const toPattern = (url: string): RegExp =>
  new RegExp(`^${url.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(/:[^/]+/g, '[^/]+')}/?$`);

const explainMissing = (method: string, path: string, routes: readonly KnownRoute[]): AppError => {
  const others = routes.filter(({ pattern }) => pattern.test(path)).map((route) => route.method);
  if (others.length > 0) {
    const allowed = [...new Set(others)];
    return new AppError(
      'route.wrong_method',
      `${path} does not take ${method}; use ${allowed.join(' or ')}.`,
      { details: { allow: allowed.join(', ') } },
    );
  }
  const suggestions = nearNames(path, [...new Set(routes.map(({ url }) => url))]);
  const hint =
    suggestions.length > 0
      ? `Did you mean ${suggestions.join(' or ')}?`
      : 'GET /openapi.json lists all routes.';
  return new AppError('route.not_found', `There is no route ${method} ${path.slice(0, 200)}. ${hint}`, {
    details: { suggestions },
  });
};

/** Turns every error into an RFC 9457 problem document; nothing else in the API does. */
export const addProblemDetails = (server: ApiServer): void => {
  const routes: KnownRoute[] = [];
  server.addHook('onRoute', ({ method, url }) => {
    const methods = typeof method === 'string' ? [method] : method;
    const shown = methods.filter((name) => name !== 'HEAD');
    routes.push(...shown.map((name) => ({ method: name, url, pattern: toPattern(url) })));
  });
  server.setErrorHandler(sendProblem);
  server.setNotFoundHandler((request, reply) => {
    const [path = '/'] = request.url.split('?');
    sendProblem(explainMissing(request.method, path, routes), request, reply);
  });
};
