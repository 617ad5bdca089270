const firstWaitMs = 200;
const longestWaitMs = 8_000;

/** The wait after so many failures in a row, in ms; spread, so that many clients do not come back together. */
export const toBackOffMs = (failures: number): number =>
  Math.min(longestWaitMs, firstWaitMs * 2 ** Math.max(0, failures - 1)) * (0.5 + Math.random() / 2);

/**
 * Resolves after `ms`.
 * @throws the signal's reason if it is aborted before
 */
export const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const finish = (settle: () => void) => () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      settle();
    };
    const abort = finish(() => reject(signal?.reason as Error));
    const timer = setTimeout(
      finish(() => resolve()),
      ms,
    );
    signal?.addEventListener('abort', abort);
  });
