import { createHash } from 'node:crypto';
import type { CommandError } from '@signalbox/shared/errors/command-error';

const keptLength = 16;

/** What differs between two errors of one cause: numbers, ids and quoted values. */
const toPattern = (message: string): string =>
  message
    .replaceAll(/"[^"]*"|'[^']*'|`[^`]*`/g, '?')
    .replaceAll(/[0-9A-HJKMNP-TV-Z]{26}|[0-9a-f]{8,}|\d+/gi, '?');

/** The error's own fingerprint; for one that has none, what can be told from its class, code and message. */
export const fingerprintOf = ({ fingerprint, name, code, message }: CommandError): string =>
  fingerprint ??
  createHash('sha256')
    .update([name ?? '', code, toPattern(message)].join('\n'))
    .digest('hex')
    .slice(0, keptLength);
