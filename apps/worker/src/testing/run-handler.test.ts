import { demoFanOut, demoFlaky, demoSlow, demoSteps } from '@signalbox/shared/commands/demo';
import { systemPing } from '@signalbox/shared/commands/system-ping';
import { expect, test } from 'vitest';
import { fanOut } from '../handlers/demo-fan-out.ts';
import { workInSteps } from '../handlers/demo-steps.ts';
import { failThenWork, workSlowly } from '../handlers/demo.ts';
import type { Handler } from '../handlers/handler.ts';
import { runHandler } from './run-handler.ts';

test('a completed attempt: result, steps, lines and progress', async () => {
  const report = await runHandler(demoSteps, workInSteps, { steps: 2, stepMs: 0 });
  expect(report).toMatchObject({ outcome: 'completed', attempt: 1, result: { steps: 2, run: 2 } });
  expect(Object.keys(report.steps)).toEqual(['step 1', 'step 2']);
  expect(report.logs.map(({ message }) => message)).toEqual(['Step 1 of 2 is done.', 'Step 2 of 2 is done.']);
  expect(report.progress.at(-1)).toEqual({ percent: 100, message: 'step 2 of 2' });
});

test('a second attempt goes on where the first had come to', async () => {
  const steps = { 'step 1': 'a', 'step 2': 'b' };
  expect(
    await runHandler(demoSteps, workInSteps, { steps: 3, stepMs: 0 }, { attempt: 2, steps }),
  ).toMatchObject({
    outcome: 'completed',
    result: { run: 1 },
  });
});

test('errors are classified by the policy of the command', async () => {
  const first = await runHandler(demoFlaky, failThenWork, { failures: 1 });
  expect(first).toMatchObject({ outcome: 'retry', waitMs: 800, error: { message: /Attempt 1 fails/ } });
  expect(await runHandler(demoFlaky, failThenWork, { failures: 1 }, { after: first })).toMatchObject({
    outcome: 'completed',
    attempt: 2,
    result: { attempts: 2 },
  });
  expect(await runHandler(demoFlaky, failThenWork, { failures: 9 }, { attempt: 3 })).toMatchObject({
    outcome: 'failed',
  });
});

test('children end as the test says, and are spawned once over attempts', async () => {
  const child = ({ input }: { input: unknown }) =>
    (input as { durationMs: number }).durationMs > 0
      ? ({ status: 'completed', result: {} } as const)
      : ({ status: 'canceled' } as const);
  const input = { children: 3, durationMs: 5 };
  const first = await runHandler(demoFanOut, fanOut, input, { child });
  expect(first).toMatchObject({ result: { completed: 3 }, spawned: [{ name: 'demo.slow' }, {}, {}] });
  expect(await runHandler(demoFanOut, fanOut, input, { after: first })).toMatchObject({
    result: { completed: 3 },
    spawned: [],
  });
});

test('a handler is told to end, and what it comes to is what a worker would say', async () => {
  const input = { durationMs: 60_000, steps: 1 };
  const abort = { afterMs: 5, reason: 'timed-out' } as const;
  expect(await runHandler(demoSlow, workSlowly, input, { abort, attempt: 3 })).toMatchObject({
    outcome: 'failed',
    error: { code: 'command.timed_out' },
  });
  expect(
    await runHandler(demoSlow, workSlowly, input, { abort: { afterMs: 5, reason: 'canceled' } }),
  ).toMatchObject({
    outcome: 'canceled',
  });
});

test('input and output that break the schema fail the command', async () => {
  expect(await runHandler(demoSlow, workSlowly, { durationMs: -1 })).toMatchObject({
    outcome: 'failed',
    error: { code: 'command.invalid_input' },
  });
  const broken = (() => ({ pong: 'no' })) as unknown as Handler<typeof systemPing>;
  expect(await runHandler(systemPing, broken, {})).toMatchObject({
    outcome: 'failed',
    error: { code: 'command.invalid_output' },
  });
});
