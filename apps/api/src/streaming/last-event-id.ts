import { AppError } from '@signalbox/shared/errors/app-error';
import type { FastifyRequest } from 'fastify';

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
