import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RotatingFile } from './rotating-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'signalbox-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

test('lines come into the file in their order', async () => {
  const file = new RotatingFile({ path: path.join(folder, 'a.log') });
  for (const line of ['one', 'two', 'three']) file.write(line);
  await file.flush();
  expect(read('a.log')).toBe('one\ntwo\nthree\n');
});

test('a full file is moved aside, and the oldest one goes', async () => {
  const file = new RotatingFile({ path: path.join(folder, 'a.log'), maxBytes: 10, maxFiles: 3 });
  for (const line of ['11111111', '22222222', '33333333', '44444444']) {
    file.write(line);
    await file.flush();
  }
  expect(readdirSync(folder).toSorted()).toEqual(['a.log', 'a.log.1', 'a.log.2']);
  expect([read('a.log'), read('a.log.2')]).toEqual(['44444444\n', '22222222\n']);
});

test('a later supervisor goes on with the same file', async () => {
  const options = { path: path.join(folder, 'a.log'), maxBytes: 10 };
  for (const line of ['one', 'two', 'three']) {
    const file = new RotatingFile(options);
    file.write(line);
    await file.flush();
  }
  expect([read('a.log'), read('a.log.1')]).toEqual(['three\n', 'one\ntwo\n']);
});

test('a folder that is gone costs lines, not the process', async () => {
  const file = new RotatingFile({ path: path.join(folder, 'none/a.log') });
  file.write('lost');
  await expect(file.flush()).resolves.toBeUndefined();
});
