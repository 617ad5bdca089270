import { expect, test } from 'vitest';
import { applyHistory } from './apply-history.ts';
import { at, sampleError, sampleItem, sampleView } from './sample-command.ts';

const started = sampleItem({ type: 'started', at: at(100), worker: 'worker-1' });
const progress = sampleItem({ type: 'progress', at: at(200), progress: { percent: 40, message: 'halfway' } });
const retrying = sampleItem({ type: 'retrying', at: at(300), error: sampleError, nextAttemptAt: at(1_100) });
const secondStart = sampleItem({ type: 'started', at: at(1_100), attempt: 2, worker: 'worker-2' });
const completed = sampleItem({ type: 'completed', at: at(1_200), attempt: 2, result: { attempts: 2 } });
const all = [started, progress, retrying, secondStart, completed];

test('A whole history ends in the last state', () => {
  const view = all.reduce(applyHistory, sampleView());
  expect(view).toMatchObject({
    status: 'completed',
    attempt: 2,
    worker: 'worker-2',
    finishedAt: at(1_200),
    result: { attempts: 2 },
  });
  expect(view.error).toBeUndefined();
  expect(view.nextAttemptAt).toBeUndefined();
});

test('While an attempt backs off, the view holds its error and the time of the next', () => {
  const view = [started, progress, retrying].reduce(applyHistory, sampleView());
  expect(view).toMatchObject({ status: 'retrying', error: sampleError, nextAttemptAt: at(1_100) });
  expect(view.progress).toBeUndefined();
});

test('The error of the attempt before stays while the next one runs', () => {
  expect([started, retrying, secondStart].reduce(applyHistory, sampleView()).error).toEqual(sampleError);
});

test('Events that come late or twice change nothing', () => {
  const view = all.reduce(applyHistory, sampleView());
  for (const item of all) expect(applyHistory(view, item)).toBe(view);
  const waiting = [started, retrying].reduce(applyHistory, sampleView());
  expect(applyHistory(waiting, progress)).toBe(waiting);
  expect(applyHistory(waiting, started)).toBe(waiting);
});

test('A terminal event counts even if the events before it were missed', () => {
  expect(applyHistory(sampleView(), completed).status).toBe('completed');
});

test('Log lines and a deletion change nothing of how the command stands', () => {
  const view = [started, progress].reduce(applyHistory, sampleView());
  for (const type of ['log', 'deleted'] as const)
    expect(applyHistory(view, sampleItem({ type, at: at(250) }))).toBe(view);
});
