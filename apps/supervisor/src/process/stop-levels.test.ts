import { expect, test } from 'vitest';
import { toStopLevels } from './stop-levels.ts';

test('what nothing depends on comes first', () => {
  const levels = toStopLevels([
    { name: 'nats', dependsOn: {} },
    { name: 'api', dependsOn: { nats: 'ready' } },
    { name: 'frontend', dependsOn: { api: 'started' } },
    { name: 'worker', dependsOn: { nats: 'ready' } },
  ]);
  expect(levels).toEqual([['frontend'], ['api', 'worker'], ['nats']]);
});

test('a circle is refused by its names', () => {
  const circle = () =>
    toStopLevels([
      { name: 'a', dependsOn: { b: 'ready' } },
      { name: 'b', dependsOn: { a: 'ready' } },
    ]);
  expect(circle).toThrow('the process list depends on itself: a → b → a');
});
