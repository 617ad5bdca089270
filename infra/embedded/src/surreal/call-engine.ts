import { CborCodec, Uuid } from 'surrealdb';
import type { Engine } from './engine.ts';
import { isFailure } from './rpc-response.ts';

const codec = CborCodec.DEFAULT;

const toUuid = (session: string): Uuid => new Uuid(Uint8Array.from(Buffer.from(session, 'hex')));

export const encodeSessions = (sessions: string[]): Uint8Array => codec.encode(sessions.map(toUuid));

interface EngineCall {
  method: string;
  params?: unknown[];
  /** Hexadecimal. */
  session?: string;
}

/**
 * Calls the engine on this server's own behalf, for which values are encoded and decoded.
 * @throws Error with the engine's message if it refuses
 */
export const callEngine = async (
  engine: Engine,
  { method, params, session }: EngineCall,
): Promise<unknown> => {
  const request = {
    id: '0',
    method,
    ...(params && { params }),
    ...(session && { session: toUuid(session) }),
  };
  const answer = await engine.execute(codec.encode(request));
  if (!isFailure(answer)) return codec.decode(answer);
  const { error } = codec.decode<{ error: { message: string } }>(answer);
  throw new Error(error.message);
};
