import { pino } from 'pino';
import type { HandlerContext } from '../handlers/handler.ts';

/** What a handler needs to run in a unit test, without any server; pass what the test is about. */
export const createTestContext = (changes: Partial<HandlerContext> = {}): HandlerContext => ({
  id: '01J00000000000000000000000',
  idempotencyKey: '01J00000000000000000000000',
  attempt: 1,
  allowedAttempts: 3,
  signal: new AbortController().signal,
  logger: pino({ level: 'silent' }),
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  progress: () => undefined,
  step: async (_, act) => act(),
  spawn: async () => Promise.reject(new Error('This context spawns nothing.')),
  spawnAll: async () => Promise.reject(new Error('This context spawns nothing.')),
  ask: async () => undefined,
  allowPrivateAddresses: true,
  ...changes,
});
