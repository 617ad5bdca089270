import { expect, test } from 'vitest';
import { at, atMs, sampleError, sampleItem, sampleView } from './sample-command.ts';
import { buildTimeline, toAttempts } from './timeline.ts';

const firstStart = sampleItem({ type: 'started', at: at(100), worker: 'worker-1' });
const firstRetry = sampleItem({
  type: 'retrying',
  at: at(600),
  startedAt: at(100),
  error: sampleError,
  nextAttemptAt: at(1_400),
});
const lastEnd = sampleItem({ type: 'completed', at: at(2_000), startedAt: at(1_450), attempt: 2 });
const kinds = (segments: { kind: string }[]) => segments.map(({ kind }) => kind);

test('A command that waits is one open stretch', () => {
  const [queued, ...rest] = buildTimeline(sampleView(), [], atMs(3_000));
  expect(queued).toMatchObject({ kind: 'queued', isOpen: true, endMs: atMs(3_000) });
  expect(rest).toEqual([]);
});

test('A retried command shows wait, attempt, back-off, attempt without gaps', () => {
  const view = sampleView({ status: 'completed', attempt: 2, finishedAt: at(2_000) });
  const segments = buildTimeline(view, [firstStart, firstRetry, lastEnd], atMs(9_000));
  expect(kinds(segments)).toEqual(['queued', 'attempt', 'backoff', 'attempt']);
  for (const [index, segment] of segments.slice(1).entries())
    expect(segment.startMs).toBe(segments[index]?.endMs);
  expect(segments.at(-1)).toMatchObject({ endMs: atMs(2_000), isOpen: false });
});

test('A back-off under way counts down to the next attempt', () => {
  const view = sampleView({ status: 'retrying', attempt: 1, nextAttemptAt: at(1_400) });
  const segments = buildTimeline(view, [firstStart, firstRetry], atMs(900));
  expect(kinds(segments)).toEqual(['queued', 'attempt', 'backoff', 'ahead']);
  expect(segments.at(-1)).toMatchObject({ startMs: atMs(900), endMs: atMs(1_400) });
});

test('A back-off that is over but has no slot yet goes on growing', () => {
  const view = sampleView({ status: 'retrying', attempt: 1, nextAttemptAt: at(1_400) });
  const segments = buildTimeline(view, [firstStart, firstRetry], atMs(5_000));
  expect(segments.at(-1)).toMatchObject({ kind: 'backoff', endMs: atMs(5_000), isOpen: true });
});

test('The start of an attempt is known from its end alone', () => {
  expect(toAttempts([lastEnd])).toMatchObject([{ number: 2, startMs: atMs(1_450), endMs: atMs(2_000) }]);
});

test('An attempt that never ended but was followed by another was lost', () => {
  const second = sampleItem({ type: 'started', at: at(900), attempt: 2 });
  expect(toAttempts([firstStart, second])).toMatchObject([
    { end: 'lost', endMs: atMs(900) },
    { end: 'running' },
  ]);
});

test('Many attempts are drawn as one stretch and the last three', () => {
  const history = Array.from({ length: 40 }, (_, index) => [
    sampleItem({ type: 'started', at: at(index * 1_000 + 100), attempt: index + 1 }),
    sampleItem({ type: 'retrying', at: at(index * 1_000 + 200), attempt: index + 1, error: sampleError }),
  ]).flat();
  const segments = buildTimeline(sampleView({ status: 'retrying', attempt: 40 }), history, atMs(50_000));
  expect(kinds(segments)).toEqual([
    'queued',
    'earlier',
    'attempt',
    'backoff',
    'attempt',
    'backoff',
    'attempt',
    'backoff',
  ]);
  expect(segments[1]).toMatchObject({ count: 37 });
});

test('What is left of a running attempt is estimated from its progress', () => {
  const view = sampleView({ status: 'running', attempt: 1, progress: { percent: 25 } });
  const segments = buildTimeline(view, [firstStart], atMs(1_100));
  expect(segments.at(-1)).toMatchObject({ kind: 'rest', startMs: atMs(1_100), endMs: atMs(4_100) });
});

test('A scheduled command shows the time ahead', () => {
  const view = sampleView({ status: 'scheduled', nextAttemptAt: at(60_000) });
  expect(kinds(buildTimeline(view, [], atMs(1_000)))).toEqual(['scheduled', 'ahead']);
});
