import { catalog } from '@signalbox/shared/commands/catalog';
import { expect, test } from 'vitest';
import { createTestContext } from '../testing/test-context.ts';
import { analyzeData } from './analyze-data.ts';
import { failThenWork } from './demo.ts';
import { handledCommands } from './index.ts';
import { processText } from './process-text.ts';

const context = createTestContext();

test('every command of the catalog has a handler', () => {
  expect([...handledCommands].toSorted()).toEqual(catalog.map(({ name }) => name).toSorted());
});

test.each([
  ['uppercase', 'Grüße', 'GRÜSSE'],
  ['lowercase', 'ÀB', 'àb'],
  ['reverse', 'ab👍🏽', '👍🏽ba'],
  ['word_count', ' one  two\nthree ', 'Word count: 3'],
] as const)('text.process %s', async (operation, text, expected) => {
  expect(await processText({ text, operation }, context)).toMatchObject({
    success: true,
    processed_text: expected,
  });
});

test('data.analyze gives all figures', async () => {
  expect(await analyzeData({ numbers: [3, 1, 4], analysis_type: 'basic' }, context)).toMatchObject({
    count: 3,
    sum: 8,
    average: 8 / 3,
    min_value: 1,
    max_value: 4,
  });
});

test('demo.flaky fails as often as asked', () => {
  expect(() => failThenWork({ failures: 2 }, createTestContext({ attempt: 2 }))).toThrow('Attempt 2 fails');
  expect(failThenWork({ failures: 2 }, createTestContext({ attempt: 3 }))).toEqual({ attempts: 3 });
});
