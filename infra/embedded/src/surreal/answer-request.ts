import { encodeSessions } from './call-engine.ts';
import type { Engine } from './engine.ts';
import { readRequest, withSession, type RpcRequest } from './rpc-request.ts';
import { isFailure, toFailure, toResponse } from './rpc-response.ts';
import type { Sessions } from './sessions.ts';

interface AnswerContext {
  engine: Engine;
  sessions: Sessions;
  /** Whether any connection has a session of this name. */
  isTaken: (session: string) => boolean;
}

const toMessage = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const malformed = (error: unknown): Uint8Array =>
  toFailure({ code: -32_700, kind: 'Validation', message: `Parse error: ${toMessage(error)}` });

/** The reason why the engine is not asked at all. */
const findRefusal = (
  { method }: RpcRequest,
  session: string,
  context: AnswerContext,
): Uint8Array | undefined => {
  const { sessions, isTaken } = context;
  if (method === 'attach') {
    if (!isTaken(session)) return undefined;
    return toFailure({ code: -32_000, kind: 'AlreadyExists', message: `Session already exists: ${session}` });
  }
  if (!sessions.has(session)) {
    return toFailure({
      code: -32_000,
      kind: 'NotFound',
      message: `Session not found: ${session}`,
      details: { kind: 'Session', details: { id: session } },
    });
  }
  if (sessions.allows(session, method)) return undefined;
  return toFailure({
    code: -32_002,
    kind: 'NotAllowed',
    message: `Anonymous access not allowed: sign in before you call ${method}`,
    details: { kind: 'Auth' },
  });
};

const ask = async (frame: Uint8Array, request: RpcRequest, context: AnswerContext): Promise<Uint8Array> => {
  const { engine, sessions } = context;
  const session = request.session ?? sessions.own;
  if (request.method === 'sessions')
    return encodeSessions(sessions.ids().filter((id) => id !== sessions.own));
  const refusal = findRefusal(request, session, context);
  if (refusal) return refusal;
  const answer = await engine.execute(request.session ? frame : withSession(frame, request, session));
  if (!isFailure(answer)) sessions.note(session, request.method);
  return answer;
};

/** The message that answers a message of a client; never throws. */
export const answerRequest = async (frame: Uint8Array, context: AnswerContext): Promise<Uint8Array> => {
  let request: RpcRequest;
  try {
    request = readRequest(frame);
  } catch (error) {
    return toResponse(undefined, malformed(error));
  }
  try {
    return toResponse(request.id, await ask(frame, request, context));
  } catch (error) {
    // The engine rejects only what it cannot read; everything else it answers.
    return toResponse(request.id, malformed(error));
  }
};
