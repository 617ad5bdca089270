import { expect, test } from 'vitest';
import { compareVersions, parseVersion } from './version.ts';

test.each([
  ['nats-server: v2.9.10', '2.9.10'],
  ['nats-server: v2.12.0-RC.1', '2.12.0'],
  ['2.10.29\n', '2.10.29'],
])('the version in %j is %s', (text, version) => {
  expect(parseVersion(text)).toBe(version);
});

test('a text without a version has none', () => {
  expect(parseVersion('command not found')).toBeUndefined();
});

test('versions compare by number and not by text', () => {
  expect(['2.12.1', '2.9.10', '2.9.9', '10.0.0'].toSorted(compareVersions)).toEqual([
    '2.9.9',
    '2.9.10',
    '2.12.1',
    '10.0.0',
  ]);
  expect(compareVersions('2.9.10', '2.9.10')).toBe(0);
});
