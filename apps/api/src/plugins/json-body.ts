import { AppError } from '@signalbox/shared/errors/app-error';
import type { FastifyRequest } from 'fastify';
import type { ApiServer } from '../server-types.ts';

const findReason = (body: string): string => {
  try {
    JSON.parse(body);
    return 'the key __proto__ is not allowed';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** The framework's own parser, which guards against prototype poisoning, with an error that says what is wrong where. */
export const addJsonBody = (server: ApiServer): void => {
  const parse = server.getDefaultJsonParser('error', 'ignore');
  type Done = (error: Error | null, value?: unknown) => void;
  const parseOrExplain = (request: FastifyRequest, body: string, done: Done): void => {
    void parse(request, body, (error, value) => {
      if (!error) return done(null, value);
      if (body.length === 0) return done(error);
      done(new AppError('request.malformed', `The body is not valid JSON: ${findReason(body)}.`));
    });
  };
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, parseOrExplain);
};
