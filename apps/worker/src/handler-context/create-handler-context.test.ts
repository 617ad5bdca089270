import type { CommandEvent } from '@signalbox/shared/events/command-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeFacts, makeSlot } from '../testing/make-facts.ts';
import { createMemoryServices } from '../testing/memory-services.ts';
import { createHandlerContext } from './create-handler-context.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const percents = (events: readonly CommandEvent[]) =>
  events.flatMap((event) => (event.type === 'progress' ? event.percent : []));

const lines = (events: readonly CommandEvent[]) =>
  events.flatMap((event) => (event.type === 'log' ? event.lines : []));

test('a context that is not used tells nothing and makes no timer', () => {
  const services = createMemoryServices();
  const context = createHandlerContext(makeFacts(), services, makeSlot());
  context.finish();
  context.forget();
  expect(services.events).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test('the first report goes out at once, then four a second, and the last before a pause is not lost', () => {
  const services = createMemoryServices();
  const { progress } = createHandlerContext(makeFacts(), services, makeSlot());
  for (let percent = 1; percent <= 38; percent += 1) {
    progress(percent);
    vi.advanceTimersByTime(25);
  }
  expect(percents(services.events)).toEqual([1, 10, 20, 30]);
  vi.advanceTimersByTime(250);
  expect(percents(services.events)).toEqual([1, 10, 20, 30, 38]);
  vi.advanceTimersByTime(10_000);
  expect(services.events).toHaveLength(5);
});

test('a report that still waits goes out before the attempt ends; what comes after counts no more', () => {
  const services = createMemoryServices();
  const context = createHandlerContext(makeFacts(), services, makeSlot());
  context.progress(10);
  context.progress(100, 'all done');
  context.finish();
  context.progress(50);
  vi.advanceTimersByTime(1_000);
  expect(services.events).toMatchObject([
    { n: 1, percent: 10 },
    { n: 2, percent: 100, message: 'all done' },
  ]);
});

test('percents outside 0 to 100 are brought inside', () => {
  const services = createMemoryServices();
  const { progress } = createHandlerContext(makeFacts(), services, makeSlot());
  for (const percent of [-5, 250, NaN]) {
    progress(percent);
    vi.advanceTimersByTime(300);
  }
  expect(percents(services.events)).toEqual([0, 100, 0]);
});

test('lines are gathered into at most four events a second, all of them, in order', () => {
  const services = createMemoryServices();
  const { log } = createHandlerContext(makeFacts(2), services, makeSlot());
  for (let n = 0; n < 100; n += 1) {
    log.info(`line ${n}`, { n });
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(250);
  expect(services.events.map((event) => event.type === 'log' && [event.attempt, event.n])).toEqual([
    [2, 1],
    [2, 2],
    [2, 3],
    [2, 4],
    [2, 5],
  ]);
  expect(lines(services.events).map(({ fields }) => fields?.['n'])).toEqual(
    Array.from({ length: 100 }, (_, n) => n),
  );
});

test('lines that wait go out when the attempt ends', () => {
  const services = createMemoryServices();
  const context = createHandlerContext(makeFacts(), services, makeSlot());
  context.log.info('begun');
  context.log.warn('odd', { path: ['a', 1] });
  context.log.error('x'.repeat(3_000));
  context.finish();
  context.log.info('too late');
  expect(lines(services.events)).toMatchObject([
    { level: 'info', message: 'begun' },
    { level: 'warn', message: 'odd', fields: { path: ['a', 1] } },
    { level: 'error', message: 'x'.repeat(2_000) },
  ]);
  expect(vi.getTimerCount()).toBe(0);
});

test('of one attempt 1,000 lines are kept, and one more says how many were not', () => {
  const services = createMemoryServices();
  const context = createHandlerContext(makeFacts(), services, makeSlot());
  for (let n = 0; n < 1_234; n += 1) context.log.info('line');
  context.finish();
  const kept = lines(services.events);
  expect(kept).toHaveLength(1_001);
  expect(kept.at(-1)).toMatchObject({ level: 'warn', message: expect.stringMatching(/^234 more lines/) });
});

test('of one attempt 256 kB are kept', () => {
  const services = createMemoryServices();
  const context = createHandlerContext(makeFacts(), services, makeSlot());
  for (let n = 0; n < 10; n += 1) context.log.info('large', { text: 'x'.repeat(50_000) });
  context.finish();
  expect(lines(services.events).map(({ message }) => message)).toEqual([
    ...Array.from({ length: 5 }, () => 'large'),
    expect.stringMatching(/^5 more lines/),
  ]);
});

test('fields are kept as they are when the line is written, secrets hidden, and never make the handler fail', () => {
  const services = createMemoryServices();
  const { log } = createHandlerContext(makeFacts(), services, makeSlot());
  const fields: Record<string, unknown> = { step: 1, request: { Authorization: 'Bearer x' } };
  log.info('first', fields);
  fields['itself'] = fields;
  log.info('second', fields);
  vi.advanceTimersByTime(250);
  expect(lines(services.events).map((line) => line.fields)).toEqual([
    { step: 1, request: { Authorization: '[Redacted]' } },
    { unreadable: expect.stringContaining('circular') },
  ]);
});

test('a signal that is first looked at after the abort is aborted, with the reason', () => {
  const context = createHandlerContext(makeFacts(), createMemoryServices(), makeSlot());
  const reason = new Error('time is up');
  context.abort(reason);
  expect(context.signal).toMatchObject({ aborted: true, reason });
});
