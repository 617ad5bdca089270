import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { headers as headerNames } from '@signalbox/shared/naming';
import type { TraceContext } from '../commands/ports.ts';

const idPattern = /^[\w.:-]{1,64}$/;
const processPart = randomBytes(4).toString('hex');
let counter = 0;

/** The caller's own request id if it may go into logs and headers as it is, else a new one. */
export const toRequestId = ({ headers }: IncomingMessage): string => {
  const given = headers['x-request-id'];
  if (typeof given === 'string' && idPattern.test(given)) return given;
  counter += 1;
  return `${processPart}-${counter.toString(36)}`;
};

const poolSize = 4_096;
let pool = randomBytes(poolSize);
let used = 0;

/** Asking the system for 24 bytes at a time costs more than all else here. */
const randomHex = (bytes: number): string => {
  if (used + bytes > poolSize) {
    pool = randomBytes(poolSize);
    used = 0;
  }
  used += bytes;
  return pool.toString('hex', used - bytes, used);
};

const traceparent = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/;

/** Continues the caller's W3C trace, or begins one. */
export const toTraceContext = (headers: IncomingHttpHeaders): TraceContext => {
  const given = headers[headerNames.traceparent];
  const match =
    typeof given === 'string' && !given.includes('0'.repeat(32)) ? traceparent.exec(given) : undefined;
  const traceId = match?.[1] ?? randomHex(16);
  const flags = match?.[3] ?? '01';
  const state = headers[headerNames.tracestate];
  const next = { [headerNames.traceparent]: `00-${traceId}-${randomHex(8)}-${flags}` };
  return {
    traceId,
    headers:
      match && typeof state === 'string' ? { ...next, [headerNames.tracestate]: state.slice(0, 512) } : next,
  };
};
