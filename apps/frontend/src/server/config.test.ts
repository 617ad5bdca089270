import { expect, test } from 'vitest';
import { ConsoleConfigError, readConfig } from './config.ts';

test('An empty environment gives the defaults', () => {
  const config = readConfig({});
  expect(config).toMatchObject({ host: '127.0.0.1', port: 8502, publicApiUrl: undefined });
  expect(config.internalApiUrl.href).toBe('http://127.0.0.1:5055/');
});

test('All problems are reported at once, each with its variable', () => {
  const read = () => readConfig({ CONSOLE_PORT: 'abc', INTERNAL_API_URL: 'ftp://x', API_URL: 'nowhere' });
  expect(read).toThrow(ConsoleConfigError);
  expect(read).toThrow(/3 problems:\n {2}CONSOLE_PORT.*\n {2}INTERNAL_API_URL.*\n {2}API_URL/);
});

test.each(['0', '65536', '80.5', '-1'])('The port %s is refused', (port) => {
  expect(() => readConfig({ CONSOLE_PORT: port })).toThrow('CONSOLE_PORT');
});

test('API_URL goes before NEXT_PUBLIC_API_URL, and an empty one counts as unset', () => {
  const urls = { API_URL: 'https://a.example', NEXT_PUBLIC_API_URL: 'https://b.example' };
  expect(readConfig(urls).publicApiUrl).toBe('https://a.example');
  expect(readConfig({ ...urls, API_URL: '' }).publicApiUrl).toBe('https://b.example');
});
