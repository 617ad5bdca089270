import { expect, test } from 'vitest';
import { toTraceContext } from './request-context.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

test('continues the caller’s trace with a span of its own', () => {
  const trace = toTraceContext({ traceparent: `00-${traceId}-00f067aa0ba902b7-00`, tracestate: 'a=1' });
  expect(trace.traceId).toBe(traceId);
  expect(trace.headers['traceparent']).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`));
  expect(trace.headers['traceparent']).not.toContain('00f067aa0ba902b7');
  expect(trace.headers['tracestate']).toBe('a=1');
});

test.each([undefined, 'rubbish', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`])(
  'begins a trace for %j',
  (given) => {
    const trace = toTraceContext(given === undefined ? {} : { traceparent: given, tracestate: 'a=1' });
    expect(trace.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(trace.traceId).not.toBe('0'.repeat(32));
    expect(trace.headers).toEqual({ traceparent: expect.stringContaining(trace.traceId) });
  },
);

test('new traces differ, pool after pool', () => {
  const ids = Array.from({ length: 1_000 }, () => toTraceContext({}).traceId);
  expect(new Set(ids).size).toBe(1_000);
});
