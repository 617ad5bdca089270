import { fastify, LogController, type FastifyBaseLogger } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { ApiContext } from './api-context.ts';
import { addJsonBody } from './plugins/json-body.ts';
import { measureRequests } from './plugins/measure-requests.ts';
import { addOpenapi } from './plugins/openapi.ts';
import { addProblemDetails, sendProblem } from './plugins/problem-details.ts';
import { refuseUnknownParameters } from './plugins/refuse-unknown-parameters.ts';
import { toRequestId } from './plugins/request-context.ts';
import { routes } from './routes/index.ts';
import type { ApiServer } from './server-types.ts';
import { compileValidator } from './validation/compile-validator.ts';

const addResponseHeaders = (server: ApiServer): void => {
  server.addHook('onRequest', (request, reply, done) => {
    void reply
      .header('x-request-id', request.id)
      .header('x-content-type-options', 'nosniff')
      .header('x-frame-options', 'DENY');
    done();
  });
};

/** The HTTP side of the API, not yet listening. */
export const createServer = async (ctx: ApiContext): Promise<ApiServer> => {
  const logger: FastifyBaseLogger = ctx.logger;
  const server = fastify({
    loggerInstance: logger,
    // A child logger and two lines for each request cost more than the request; errors name their request.
    childLoggerFactory: (logger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: toRequestId,
    bodyLimit: ctx.bodyLimitBytes,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    frameworkErrors: sendProblem,
  }).withTypeProvider<ZodTypeProvider>();
  server.setValidatorCompiler(compileValidator);
  // Answers are built from typed values; checking each again would cost as much as all else (tests check them).
  server.setSerializerCompiler(() => JSON.stringify);
  addResponseHeaders(server);
  measureRequests(server, ctx.events);
  addProblemDetails(server);
  addJsonBody(server);
  await addOpenapi(server);
  refuseUnknownParameters(server);
  for (const addRoute of routes) addRoute(server, ctx);
  await server.ready();
  return server;
};
