import { AppError } from '@signalbox/shared/errors/app-error';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

/** For the documentation, and the reader below checks it: a client may send any other header too. */
export const idempotencyHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .optional()
    .describe('1 to 255 characters: the same request with the same key is accepted once'),
});

/**
 * The key under which a client may repeat a submission.
 * @throws AppError `request.invalid`
 */
export const readIdempotencyKey = ({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined => {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && key.length > 0 && key.length <= 255) return key;
  throw new AppError('request.invalid', 'The header Idempotency-Key cannot be used; see errors.', {
    errors: [
      { pointer: '/headers/idempotency-key', detail: 'must have 1 to 255 characters, and be given once' },
    ],
  });
};
