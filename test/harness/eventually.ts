/**
 * Waits until a condition gives a value, trying again and again; there are no fixed sleeps in tests.
 * @throws Error with the last thing seen once `limitMs` is over
 */
export const eventually = async <Value>(
  what: string,
  find: () => Promise<Value | undefined | false>,
  { limitMs = 20_000, everyMs = 50 }: { limitMs?: number; everyMs?: number } = {},
): Promise<Value> => {
  const deadline = performance.now() + limitMs;
  let last: unknown = 'nothing yet';
  while (performance.now() < deadline) {
    try {
      const value = await find();
      if (value !== undefined && value !== false) return value;
      last = value;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  throw new Error(
    `${what}: not within ${limitMs} ms; last seen: ${last instanceof Error ? last.stack : JSON.stringify(last)}`,
  );
};
