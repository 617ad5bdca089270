import * as fc from 'fast-check';
import { CborCodec, Uuid } from 'surrealdb';
import { expect, test } from 'vitest';
import { readRequest, withSession } from './rpc-request.ts';

const codec = CborCodec.DEFAULT;
const session = '0190b5f5c1d37c5a8f1e6a3b2c4d5e6f';
const uuid = new Uuid(Uint8Array.from(Buffer.from(session, 'hex')));

test('reads id, method and session', () => {
  const request = readRequest(
    codec.encode({ id: 'abc', method: 'query', params: ['RETURN 1'], session: uuid }),
  );
  expect(request.method).toBe('query');
  expect(request.session).toBe(session);
  expect(request.id && codec.decode(request.id)).toBe('abc');
});

test.each([
  ['leaves the session out', { id: 1, method: 'ping' }],
  ['says undefined', { id: 1, method: 'ping', session: undefined }],
  ['says null', { id: 1, method: 'ping', session: null }],
])('a request that %s names no session', (_, request) => {
  expect(readRequest(codec.encode(request)).session).toBeUndefined();
});

test('what other CBOR encoders write for undefined names no session', () => {
  const frame = Buffer.from('a2666d6574686f646470696e676773657373696f6ef7', 'hex');
  const request = readRequest(frame);
  expect(request.session).toBeUndefined();
  expect(codec.decode<{ session: Uuid }>(withSession(frame, request, session)).session.toString()).toBe(
    uuid.toString(),
  );
});

test('a session that is no UUID, and a request without a method, are refused', () => {
  expect(() => readRequest(codec.encode({ method: 'ping', session: 'mine' }))).toThrow(
    'the session is not a UUID',
  );
  expect(() => readRequest(codec.encode({ id: 1 }))).toThrow('the request has no method');
});

test('a named session changes nothing else of a request', () => {
  const value = fc.object({
    maxDepth: 3,
    values: [fc.string(), fc.integer(), fc.boolean(), fc.constant(null)],
  });
  const request = fc.record(
    {
      id: fc.string(),
      method: fc.string({ minLength: 1 }),
      params: fc.array(value),
      session: fc.constant(undefined),
      txn: value,
    },
    { requiredKeys: ['method'] },
  );
  fc.assert(
    fc.property(request, (content) => {
      const frame = codec.encode(content);
      const spliced = withSession(frame, readRequest(frame), session);
      expect(readRequest(spliced).session).toBe(session);
      const { session: named, ...rest } = codec.decode<Record<string, unknown>>(spliced);
      const { session: _, ...expected } = codec.decode<Record<string, unknown>>(frame);
      expect(rest).toEqual(expected);
      expect(String(named)).toBe(uuid.toString());
    }),
  );
});
