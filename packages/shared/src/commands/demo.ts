import { z } from 'zod';
import { defineCommand } from './define-command.ts';

export const demoFlaky = defineCommand({
  name: 'demo.flaky',
  title: 'Demo: fails, then works',
  description:
    'Fails the given number of times, then completes. Shows retry, back-off and, with many failures, the end of patience.',
  queue: 'demo',
  input: z.strictObject({
    failures: z.int().min(0).max(100).default(2).describe('Attempts that fail first'),
  }),
  output: z.object({ attempts: z.int() }),
  retry: { strategy: 'fixed', waitMs: 800 },
  timeoutMs: 10_000,
  examples: [
    { title: 'Two failures, then well', input: { failures: 2 } },
    { title: 'Fails for good', input: { failures: 99 } },
  ],
});

export const demoSlow = defineCommand({
  name: 'demo.slow',
  title: 'Demo: takes its time',
  description:
    'Works for the given time and reports progress. Shows live progress and what happens when its worker dies.',
  queue: 'demo',
  input: z.strictObject({
    durationMs: z.int().min(0).max(3_600_000).default(5_000),
    steps: z.int().min(1).max(1_000).default(10).describe('Progress reports on the way'),
    ignoreSignal: z
      .boolean()
      .default(false)
      .describe('Go on when told to end, as a handler does that does not heed its signal'),
  }),
  output: z.object({ durationMs: z.number(), steps: z.int() }),
  timeoutMs: 3_660_000,
  examples: [{ title: 'Five seconds in ten steps', input: { durationMs: 5_000, steps: 10 } }],
});

export const demoBlock = defineCommand({
  name: 'demo.block',
  title: 'Demo: blocks its worker',
  description:
    'Computes without a pause, so that its process can do nothing else. Shows that a worker which cannot keep its lease loses the command to another, and that one outcome is kept.',
  queue: 'demo',
  input: z.strictObject({
    durationMs: z.int().min(0).max(600_000).default(5_000),
    onlyFirst: z.boolean().default(false).describe('Later attempts end at once'),
  }),
  output: z.object({ worker: z.int().describe('Process id of the worker') }),
  timeoutMs: 660_000,
  examples: [{ title: 'Five seconds', input: { durationMs: 5_000 } }],
});

export const demoCrash = defineCommand({
  name: 'demo.crash',
  title: 'Demo: kills its worker',
  description:
    'Ends the process that runs it. Shows that the worker comes back and that nothing else is lost.',
  queue: 'demo',
  input: z.strictObject({}),
  output: z.object({}),
  retry: { maxAttempts: 2 },
  timeoutMs: 10_000,
  examples: [{ title: 'Crash', input: {} }],
});

export const demoSteps = defineCommand({
  name: 'demo.steps',
  title: 'Demo: works in steps',
  description:
    'Does its work in checkpointed steps and logs each. Shows that a later attempt goes on where an earlier one, even one whose worker died, had come to.',
  queue: 'demo',
  input: z.strictObject({
    steps: z.int().min(1).max(1_000).default(5),
    stepMs: z.int().min(0).max(60_000).default(300).describe('How long each step takes'),
    crashAt: z
      .int()
      .min(1)
      .max(1_000)
      .optional()
      .describe('Before this step the first attempt kills its worker'),
    url: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('Gets one POST from each step, with its receipt'),
  }),
  output: z.object({
    steps: z.int(),
    run: z.int().describe('Steps that this attempt ran; the others were finished by earlier ones'),
    receipts: z
      .array(z.string())
      .describe('Made anew each time a step runs; the one that was kept of each step'),
  }),
  timeoutMs: 3_600_000,
  examples: [
    { title: 'Five steps', input: { steps: 5 } },
    { title: 'Its worker dies half way', input: { steps: 6, crashAt: 4 } },
  ],
});

export const demoFanOut = defineCommand({
  name: 'demo.fan_out',
  title: 'Demo: has others do the work',
  description:
    'Spawns demo.slow commands, a bounded number at once, and waits for all. Shows children, and a parent that holds no slot while it waits.',
  queue: 'demo',
  input: z.strictObject({
    children: z.int().min(1).max(1_000).default(10),
    durationMs: z.int().min(0).max(3_600_000).default(1_000).describe('How long each child takes'),
    concurrency: z.int().min(1).max(100).default(5).describe('Children unfinished at once'),
  }),
  output: z.object({ completed: z.int(), failed: z.int(), canceled: z.int() }),
  timeoutMs: 3_660_000,
  examples: [
    { title: 'Ten children, five at once', input: { children: 10, durationMs: 1_000, concurrency: 5 } },
  ],
});

export const demoHang = defineCommand({
  name: 'demo.hang',
  title: 'Demo: hangs',
  description:
    'Computes for ever in a thread and heeds no signal. Shows that it delays nobody, and that its time limit or a cancel ends it by force.',
  queue: 'demo',
  input: z.strictObject({}),
  output: z.object({}),
  isolation: 'thread',
  retry: { maxAttempts: 1 },
  timeoutMs: 10_000,
  examples: [{ title: 'Hang until the time limit', input: {} }],
});
