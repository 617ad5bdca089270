import { expect, test } from 'vitest';
import { ConfigError } from './config-error.ts';
import { readEnvironment } from './environment.ts';

const readProblems = (env: NodeJS.ProcessEnv) => {
  try {
    readEnvironment(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ variable }) => variable);
    throw error;
  }
  return [];
};

test('an empty environment is the embedded default', () => {
  expect(readEnvironment({})).toMatchObject({ API_PORT: 5055, API_HOST: '127.0.0.1', RETRY_MAX_ATTEMPTS: 3 });
});

test('names every problem at once', () => {
  expect(readProblems({ API_PORT: 'abc', RETRY_MAX_ATTEMPTS: '0' })).toEqual([
    'API_PORT',
    'RETRY_MAX_ATTEMPTS',
  ]);
});

test('a problem tells the rule, an example and what was found', () => {
  expect(() => readEnvironment({ API_PORT: 'abc' })).toThrow(
    'API_PORT: must be a whole number from 1 to 65535, such as 5055; it is "abc"',
  );
});

test('limits that contradict each other are a problem', () => {
  expect(readProblems({ RETRY_WAIT_MIN_MS: '60000' })).toEqual(['RETRY_WAIT_MIN_MS']);
});

test('an empty value counts as unset', () => {
  expect(readEnvironment({ API_PORT: '' }).API_PORT).toBe(5055);
});

test.each(['true', '1', 'yes', 'on', 'TRUE', 'Yes'])('%s switches on', (word) => {
  expect(readEnvironment({ RETRY_ENABLED: word }).RETRY_ENABLED).toBe(true);
});

test.each(['false', '0', 'no', 'off', 'Off'])('%s switches off', (word) => {
  expect(readEnvironment({ RETRY_ENABLED: word }).RETRY_ENABLED).toBe(false);
});

test('another word is a problem', () => {
  expect(() => readEnvironment({ RETRY_ENABLED: 'maybe' })).toThrow('RETRY_ENABLED: must be one of true, 1');
});
