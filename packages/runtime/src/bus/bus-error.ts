import { AppError } from '@signalbox/shared/errors/app-error';

/** What the client throws when the bus is away or too slow, as an error that a caller may show. */
export const toBusError = (error: unknown): AppError => {
  if (error instanceof AppError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError('bus.unavailable', `The message bus does not answer: ${reason}.`, {
    cause: error,
    retryAfterMs: 2_000,
  });
};
