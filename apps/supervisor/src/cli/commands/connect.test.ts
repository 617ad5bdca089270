import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { toInstancePaths } from '../../instance/paths.ts';
import { identify } from '../../instance/process-identity.ts';
import { writeState } from '../../instance/state-file.ts';
import { findApiUrl } from './connect.ts';

/** The data folder of a supervisor that runs: this process. */
const createInstance = (api: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { runDir, stateFile } = toInstancePaths(folder);
  mkdirSync(runDir, { recursive: true });
  const own = identify(process.pid);
  if (own === undefined) throw new Error('this process cannot be told from others');
  const url = 'http://127.0.0.1:1';
  writeState(stateFile, {
    supervisor: own,
    startedAt: new Date().toISOString(),
    control: { url, token: 'secret' },
    urls: { console: url, api, nats: 'nats://127.0.0.1:1', surreal: 'ws://127.0.0.1:1' },
    children: [],
  });
  return folder;
};

const running = 'http://127.0.0.1:5055';

test('the API of what runs on this machine is found by its record', () => {
  expect(findApiUrl({ SIGNALBOX_DATA_DIR: createInstance(running) }, undefined)).toBe(running);
});

test('INTERNAL_API_URL goes before the record, and --api before both', () => {
  const env = { SIGNALBOX_DATA_DIR: createInstance(running), INTERNAL_API_URL: 'http://other:1' };
  expect(findApiUrl(env, undefined)).toBe('http://other:1');
  expect(findApiUrl(env, 'https://third')).toBe('https://third');
});

test('what is no address is refused', () => {
  expect(() => findApiUrl({}, 'localhost:5055')).toThrow('--api must be a URL');
});
