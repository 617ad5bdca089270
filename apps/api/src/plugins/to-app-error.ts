import { AppError } from '@signalbox/shared/errors/app-error';
import type { FastifyRequest } from 'fastify';

interface FrameworkError {
  code?: unknown;
  statusCode?: unknown;
  message?: unknown;
}

const readFacts = (error: unknown): FrameworkError =>
  typeof error === 'object' && error !== null ? error : {};

const unsupportedMediaType = ({ headers }: FastifyRequest): AppError => {
  const given = headers['content-type'];
  const found = given === undefined ? 'there is none' : `it is ${JSON.stringify(given.slice(0, 100))}`;
  return new AppError(
    'request.media_type',
    `The body must be JSON: send the header content-type: application/json; ${found}.`,
  );
};

const tooLarge = (limitBytes: number): AppError =>
  new AppError(
    'request.too_large',
    `The body is larger than ${limitBytes} bytes. Send less, or have the operator raise API_BODY_LIMIT_BYTES.`,
  );

const toKnown = (code: unknown, request: FastifyRequest): AppError | undefined => {
  switch (code) {
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new AppError('request.malformed', 'The body is empty; send a JSON object.');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_EMPTY_TYPE':
      return unsupportedMediaType(request);
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return tooLarge(request.routeOptions.bodyLimit ?? request.server.initialConfig.bodyLimit ?? 0);
    case 'FST_ERR_BAD_URL':
      return new AppError('route.not_found', 'The path is not a valid URL path; check its percent signs.');
    default:
      return undefined;
  }
};

/** Whatever was thrown while a request was handled, as an error with a registered code. */
export const toAppError = (error: unknown, request: FastifyRequest): AppError => {
  if (error instanceof AppError) return error;
  const { code, statusCode, message } = readFacts(error);
  const known = toKnown(code, request);
  if (known) return known;
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return new AppError('request.malformed', `The request cannot be read: ${String(message)}.`, {
      cause: error,
    });
  }
  const advice = 'The server met an error of its own; it is in the log under the requestId.';
  return new AppError('internal.unexpected', advice, { cause: error });
};
