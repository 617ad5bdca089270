import { createHash } from 'node:crypto';

/** A key may be any text; few characters may be in the name of a bucket's key. */
export const toKeyToken = (key: string): string => createHash('sha256').update(key).digest('hex');
