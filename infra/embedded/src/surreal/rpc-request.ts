import { CborError, findEntries, readMapHead, readText, writeMapHead, type Span } from './cbor.ts';

/** What this server must know of a request; its params stay as they came. */
export interface RpcRequest {
  /** The id as the client encoded it, sent back as it is. */
  id: Uint8Array | undefined;
  method: string;
  /** Hexadecimal; undefined where the client leaves the choice to its connection. */
  session: string | undefined;
  /** Where the request says that it names no session. */
  sessionSpan: Span | undefined;
}

/** CBOR of a UUID on this protocol: tag 37 and 16 bytes. */
const uuidHead = Buffer.from('d82550', 'hex');
const uuidBytes = uuidHead.length + 16;

const sessionKey = Buffer.from('6773657373696f6e', 'hex');

/** SurrealDB's NONE (tag 6 and null), null and undefined all say "no session". */
const isNone = (value: Uint8Array): boolean => value.length <= 2 && [0xf6, 0xf7].includes(value.at(-1) ?? 0);

/** The 16 bytes of an encoded UUID in hexadecimal. @throws CborError if it is not one */
export const readUuid = (value: Uint8Array): string => {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (bytes.length !== uuidBytes || !bytes.subarray(0, uuidHead.length).equals(uuidHead)) {
    throw new CborError('the session is not a UUID');
  }
  return bytes.toString('hex', uuidHead.length);
};

/** @throws CborError if the frame is no request */
export const readRequest = (frame: Uint8Array): RpcRequest => {
  const spans = findEntries(frame, ['id', 'method', 'session']);
  if (!spans.method) throw new CborError('the request has no method');
  const session = spans.session && frame.subarray(spans.session.start, spans.session.end);
  return {
    id: spans.id && frame.subarray(spans.id.start, spans.id.end),
    method: readText(frame, spans.method),
    session: session && !isNone(session) ? readUuid(session) : undefined,
    sessionSpan: spans.session,
  };
};

/** The frame with a session named in it, for a request that names none. */
export const withSession = (frame: Uint8Array, request: RpcRequest, session: string): Uint8Array => {
  const uuid = Buffer.concat([uuidHead, Buffer.from(session, 'hex')]);
  const { sessionSpan } = request;
  if (sessionSpan) {
    return Buffer.concat([frame.subarray(0, sessionSpan.start), uuid, frame.subarray(sessionSpan.end)]);
  }
  const { count, start } = readMapHead(frame);
  return Buffer.concat([writeMapHead(count + 1), frame.subarray(start), sessionKey, uuid]);
};
