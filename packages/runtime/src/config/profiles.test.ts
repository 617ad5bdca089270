import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readEnvironment } from './environment.ts';
import { profileNames, readProfile } from './profiles.ts';
import { variables } from './variables.ts';

const read = (SIGNALBOX_PROFILE: string, env: NodeJS.ProcessEnv = {}) =>
  readEnvironment({ SIGNALBOX_PROFILE, ...env });

test.each([
  ['small', { WORKER_CONCURRENCY: 2, RETRY_MAX_ATTEMPTS: 3, RETRY_WAIT_MAX_MS: 20_000 }],
  ['normal', { WORKER_CONCURRENCY: 5, RETRY_MAX_ATTEMPTS: 3, RETRY_WAIT_MAX_MS: 30_000 }],
  ['large', { WORKER_CONCURRENCY: 10, RETRY_MAX_ATTEMPTS: 5, RETRY_WAIT_MAX_MS: 30_000 }],
  ['rate-limited', { RETRY_STRATEGY: 'exponential', RETRY_WAIT_MIN_MS: 5_000, RETRY_WAIT_MAX_MS: 120_000 }],
  ['debug', { RETRY_ENABLED: false }],
])('the profile %s gives its own defaults', (name, expected) => {
  expect(read(name)).toMatchObject(expected);
});

test('what is set itself goes before a profile, and nothing else changes', () => {
  expect(read('small', { WORKER_CONCURRENCY: '7' })).toMatchObject({
    WORKER_CONCURRENCY: 7,
    RETRY_WAIT_MAX_MS: 20_000,
  });
  expect(read('none')).toEqual(readEnvironment({}));
});

test('a profile that there is not is a problem', () => {
  expect(() => read('huge')).toThrow('SIGNALBOX_PROFILE: must be one of none, small');
});

test('profiles set only variables that exist, and docs/configuration.md has each with its values', () => {
  const page = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');
  for (const name of profileNames.filter((known) => known !== 'none')) {
    const row = page.split('\n').find((line) => line.startsWith(`| ${name} |`)) ?? '';
    for (const [variable, value] of Object.entries(readProfile(name))) {
      expect(Object.keys(variables)).toContain(variable);
      expect(row).toContain(`\`${variable}=${value}\``);
    }
  }
});
