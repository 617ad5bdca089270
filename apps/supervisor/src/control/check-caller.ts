import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ControlError } from './control-error.ts';

const isSame = (given: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/**
 * Lets in only who has read the token from the state file; never a page in a browser, even one that has pointed a
 * name of its own at this machine.
 * @throws ControlError 401 or 403
 */
export const checkCaller = (
  { headers }: IncomingMessage,
  { token, port }: { token: string; port: number },
): void => {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (headers.origin !== undefined || !hosts.includes(headers.host ?? '')) {
    throw new ControlError(
      403,
      'only programs of this machine may ask, by 127.0.0.1 and without an Origin header',
    );
  }
  const given = headers.authorization?.replace(/^Bearer /, '') ?? '';
  if (!isSame(given, token)) {
    throw new ControlError(401, 'send the token of the state file as "Authorization: Bearer …"');
  }
};
