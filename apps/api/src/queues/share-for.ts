/**
 * Shares the result of a read among all who ask within `forMs` of its beginning; a failure is shared only by those
 * who asked while it was under way.
 */
export const shareFor = <Result>(read: () => Promise<Result>, forMs: number): (() => Promise<Result>) => {
  let shared: Promise<Result> | undefined;
  let readAt = 0;
  return () => {
    if (shared && performance.now() - readAt < forMs) return shared;
    readAt = performance.now();
    const fresh = read();
    shared = fresh;
    fresh.catch(() => {
      if (shared === fresh) shared = undefined;
    });
    return fresh;
  };
};
