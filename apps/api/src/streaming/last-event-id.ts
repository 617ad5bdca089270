import { AppError } from '@signalbox/shared/errors/app-error';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

/** For the documentation, and the reader below checks it: a client may send any other header too. */
export const resumeHeaders = z.looseObject({
  'last-event-id': z
    .string()
    .optional()
    .describe('Id of the last event that was received: the stream goes on after it'),
});

/**
 * The event a returning client saw last; undefined for a new one.
 * @throws AppError `request.invalid`
 */
export const readLastEventId = ({ headers }: FastifyRequest): number | undefined => {
  const given = headers['last-event-id'];
  if (given === undefined || given === '') return undefined;
  const seq = Number(given);
  if (Number.isSafeInteger(seq) && seq >= 0) return seq;
  throw new AppError('request.invalid', 'The header Last-Event-ID cannot be used; see errors.', {
    errors: [
      {
        pointer: '/headers/last-event-id',
        detail: 'must be the id of an event that was received, a whole number',
      },
    ],
  });
};
