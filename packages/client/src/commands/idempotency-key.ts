const keyBytes = 16;

/** A key that nobody else makes. Not by `randomUUID`: browsers have that only on pages from a secure place. */
export const createIdempotencyKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(keyBytes)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
