import type { Logger } from '@signalbox/runtime/observability/create-logger';

const retryMs = 500;

/** JetStream answers some time after the server accepts connections; a worker that starts early waits. */
export const provisionPatiently = async (provision: () => Promise<void>, logger: Logger): Promise<void> => {
  for (;;) {
    try {
      return await provision();
    } catch (error) {
      logger.warn({ err: error }, 'waiting for JetStream');
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
};
