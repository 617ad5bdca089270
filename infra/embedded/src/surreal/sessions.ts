import { randomUUID } from 'node:crypto';

/** What may be asked before anybody signed in. */
const openMethods: ReadonlySet<string> = new Set([
  'ping',
  'version',
  'attach',
  'detach',
  'use',
  'signin',
  'signup',
  'authenticate',
  'invalidate',
  'reset',
  'sessions',
]);

const signingMethods: ReadonlySet<string> = new Set(['signin', 'signup', 'authenticate']);
const forgettingMethods: ReadonlySet<string> = new Set(['invalidate', 'reset']);

export const createSessionId = (): string => randomUUID().replaceAll('-', '');

/** The sessions of one connection, and which of them have signed in. */
export interface Sessions {
  /** The one that requests without a session belong to. */
  own: string;
  ids(): string[];
  has(session: string): boolean;
  /** Whether the session may call the method at all; what a user may do is the engine's affair. */
  allows(session: string, method: string): boolean;
  /** Takes note of a request that the engine has answered without an error. */
  note(session: string, method: string): void;
}

export const createSessions = (): Sessions => {
  const own = createSessionId();
  const signedIn = new Map<string, boolean>([[own, false]]);
  return {
    own,
    ids: () => [...signedIn.keys()],
    has: (session) => signedIn.has(session),
    allows: (session, method) => openMethods.has(method) || signedIn.get(session) === true,
    note: (session, method) => {
      if (method === 'attach') signedIn.set(session, false);
      else if (method === 'detach') signedIn.delete(session);
      else if (signingMethods.has(method)) signedIn.set(session, true);
      else if (forgettingMethods.has(method)) signedIn.set(session, false);
    },
  };
};
