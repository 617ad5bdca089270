import { catalog } from '@signalbox/shared/commands/catalog';
import { dataAnalyze } from '@signalbox/shared/commands/data-analyze';
import { demoFlaky } from '@signalbox/shared/commands/demo';
import { textProcess } from '@signalbox/shared/commands/text-process';
import { expect, test } from 'vitest';
import { runHandler } from '../testing/run-handler.ts';
import { analyzeData } from './analyze-data.ts';
import { failThenWork } from './demo.ts';
import { handledCommands } from './index.ts';
import { processText } from './process-text.ts';

test('every command of the catalog has a handler', () => {
  expect([...handledCommands].toSorted()).toEqual(catalog.map(({ name }) => name).toSorted());
});

test.each([
  ['uppercase', 'Grüße', 'GRÜSSE'],
  ['lowercase', 'ÀB', 'àb'],
  ['reverse', 'ab👍🏽', '👍🏽ba'],
  ['word_count', ' one  two\nthree ', 'Word count: 3'],
] as const)('text.process %s', async (operation, text, expected) => {
  expect(await runHandler(textProcess, processText, { text, operation })).toMatchObject({
    result: { success: true, processed_text: expected },
  });
});

test('data.analyze gives all figures', async () => {
  const input = { numbers: [3, 1, 4], analysis_type: 'basic' };
  expect(await runHandler(dataAnalyze, analyzeData, input)).toMatchObject({
    result: { count: 3, sum: 8, average: 8 / 3, min_value: 1, max_value: 4 },
  });
});

test('demo.flaky fails as often as asked', async () => {
  const input = { failures: 2 };
  expect(await runHandler(demoFlaky, failThenWork, input, { attempt: 2 })).toMatchObject({
    outcome: 'retry',
    error: { message: expect.stringContaining('Attempt 2 fails') },
  });
  expect(await runHandler(demoFlaky, failThenWork, input, { attempt: 3 })).toMatchObject({
    result: { attempts: 3 },
  });
});
