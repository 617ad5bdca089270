import type { Logger } from 'pino';

const retryMs = 500;

/** JetStream answers some time after the server accepts connections; a service that starts early waits. */
export const provisionPatiently = async <Result>(
  provision: () => Promise<Result>,
  logger: Logger,
): Promise<Result> => {
  for (;;) {
    try {
      return await provision();
    } catch (error) {
      logger.warn({ err: error }, 'waiting for JetStream');
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
};
