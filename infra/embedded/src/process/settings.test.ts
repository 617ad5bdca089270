import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

test('an empty environment is the embedded default', () => {
  expect(readSettings({})).toEqual({
    dataDir: resolve('.signalbox'),
    natsPort: 14_222,
    natsMonitorPort: undefined,
    surrealPort: 18_000,
    surrealStorage: 'disk',
    surrealUser: 'root',
    surrealPassword: 'root',
  });
});

test('all problems are named at once', () => {
  const read = () =>
    readSettings({
      EMBEDDED_NATS_PORT: 'abc',
      EMBEDDED_SURREAL_PORT: '70000',
      EMBEDDED_SURREAL_STORAGE: 'tape',
      SURREAL_USER: '',
    });
  for (const variable of [
    'EMBEDDED_NATS_PORT',
    'EMBEDDED_SURREAL_PORT',
    'EMBEDDED_SURREAL_STORAGE',
    'SURREAL_USER',
  ]) {
    expect(read).toThrow(variable);
  }
});

test('port 0 asks for any free port', () => {
  expect(readSettings({ EMBEDDED_NATS_PORT: '0' }).natsPort).toBe(0);
});
