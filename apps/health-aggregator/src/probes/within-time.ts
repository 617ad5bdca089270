export class TimeOverError extends Error {
  override readonly name = 'TimeOverError';
}

/**
 * Waits for work, but no longer than `limitMs`.
 * @throws TimeOverError when the time is over; what the work throws
 */
export const withinTime = async <Result>(work: Promise<Result>, limitMs: number): Promise<Result> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new TimeOverError(`no answer within ${limitMs} ms`)), limitMs);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
};
