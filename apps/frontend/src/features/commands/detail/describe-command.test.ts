import { expect, test } from 'vitest';
import { at, atMs, sampleError, sampleItem, sampleView } from '../sample-command.ts';
import { toAttempts } from '../timeline.ts';
import { describeBefore, describeLead } from './describe-command.ts';

test.each([
  [sampleView(), 'Waiting in demo for 3.0 s.'],
  [
    sampleView({ status: 'running', attempt: 1, startedAt: at(1_000), worker: 'worker-1' }),
    'Running on worker-1 for 2.0 s.',
  ],
  [
    sampleView({ status: 'running', attempt: 1, progress: { percent: 40, message: 'Step 4 of 10' } }),
    'Step 4 of 10, 40 % done.',
  ],
  [
    sampleView({ status: 'retrying', attempt: 1, nextAttemptAt: at(3_800) }),
    'Attempt 1 failed; attempt 2 starts in 0.8 s.',
  ],
  [
    sampleView({ status: 'retrying', attempt: 1, nextAttemptAt: at(2_000) }),
    'Attempt 2 waits for a free slot.',
  ],
  [sampleView({ status: 'completed', attempt: 1, finishedAt: at(1_500) }), 'Completed in 1.5 s.'],
  [
    sampleView({ status: 'completed', attempt: 3, finishedAt: at(1_500) }),
    'Completed in 1.5 s, at attempt 3.',
  ],
  [
    sampleView({ status: 'failed', attempt: 1, error: sampleError }),
    'Failed at the first attempt: It fails on purpose.',
  ],
  [
    sampleView({ status: 'failed', attempt: 3, error: sampleError }),
    'Failed after 3 attempts: It fails on purpose.',
  ],
])('%# has one sentence', (view, sentence) => {
  expect(describeLead(view, atMs(3_000))).toBe(sentence);
});

test('What came before is told: failed attempts and a long wait', () => {
  const history = [
    sampleItem({ type: 'started', at: at(5_000) }),
    sampleItem({ type: 'retrying', at: at(6_000), error: sampleError }),
    sampleItem({ type: 'started', at: at(7_000), attempt: 2 }),
  ];
  const view = sampleView({ status: 'running', attempt: 2 });
  expect(describeBefore(view, toAttempts(history))).toBe(
    'Attempt 1 failed after 1.0 s: It fails on purpose. Before that the command waited 5.0 s in demo.',
  );
});

test('A smooth run needs no second sentence', () => {
  expect(describeBefore(sampleView(), toAttempts([sampleItem({ at: at(20) })]))).toBe('');
});
