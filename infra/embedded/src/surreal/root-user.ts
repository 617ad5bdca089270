import { escapeIdent, toSurqlString } from 'surrealdb';
import { callEngine } from './call-engine.ts';
import type { Engine } from './engine.ts';
import { createSessionId } from './sessions.ts';

interface Credentials {
  user: string;
  password: string;
}

/**
 * Makes sure that the root user can sign in with this password. A user that already can is left alone, because
 * defining it anew would make every token issued before worthless.
 */
export const ensureRootUser = async (engine: Engine, { user, password }: Credentials): Promise<void> => {
  const session = createSessionId();
  await callEngine(engine, { method: 'attach', session });
  try {
    await callEngine(engine, { method: 'signin', params: [{ user, pass: password }], session });
  } catch {
    await callEngine(engine, { method: 'reset', session });
    const statement = `DEFINE USER OVERWRITE ${escapeIdent(user)} ON ROOT PASSWORD ${toSurqlString(password)} ROLES OWNER`;
    await callEngine(engine, { method: 'query', params: [statement], session });
    await callEngine(engine, { method: 'signin', params: [{ user, pass: password }], session });
  } finally {
    await callEngine(engine, { method: 'detach', session });
  }
};
