import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashSources } from './hash-sources.ts';

let root = '';
const write = (file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};
const hash = () => hashSources(root, ['app', 'lock.json']);

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'signalbox-hash-'));
  write('app/src/page.tsx', 'page');
  write('lock.json', '{}');
});
afterEach(() => rmSync(root, { recursive: true }));

test('changes with a source, a name and the lock file', () => {
  const hashes = [hash()];
  write('app/src/page.tsx', 'other page');
  hashes.push(hash());
  write('app/src/new.css', '');
  hashes.push(hash());
  write('lock.json', '{"a":1}');
  hashes.push(hash());
  expect(new Set(hashes).size).toBe(4);
});

test('does not change with what a build, a test or an installation writes', () => {
  const before = hash();
  for (const file of [
    '.next/BUILD_ID',
    'node_modules/a/index.js',
    'src/page.test.tsx',
    'next-env.d.ts',
    'a.tsbuildinfo',
  ]) {
    write(`app/${file}`, 'anything');
  }
  expect(hash()).toBe(before);
});
