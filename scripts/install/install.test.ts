import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { explainFailure } from './explain-failure.mjs';
import { adoptInstall, isInstalled } from './is-installed.mjs';
import { acquireLock } from './lock.mjs';
import { explainOldNode } from './old-node.mjs';

const createFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-install-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const writeJson = (path: string, content: unknown): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(content));
};

/** A project of one workspace and one dependency, installed by npm, with the Node of this one. */
const createProject = (): string => {
  const root = createFolder();
  writeJson(join(root, 'package.json'), { workspaces: ['apps/*'] });
  writeJson(join(root, 'apps/one/package.json'), { dependencies: { thing: '1.0.0' } });
  const packages = {
    '': {},
    'apps/one': { dependencies: { thing: '1.0.0' } },
    'node_modules/thing': { version: '1.0.0' },
    'node_modules/thing-elsewhere': { version: '1.0.0', optional: true },
  };
  writeJson(join(root, 'package-lock.json'), { packages });
  writeJson(join(root, 'node_modules/.package-lock.json'), {
    packages: { 'node_modules/thing': { version: '1.0.0' } },
  });
  mkdirSync(join(root, 'node_modules/.bin'));
  symlinkSync(resolve('node_modules/node'), join(root, 'node_modules/node'));
  symlinkSync('../node/bin/node', join(root, 'node_modules/.bin/node'));
  return root;
};

test('a Node that is too old is told so in one sentence', () => {
  expect(explainOldNode('18.20.8')).toMatch(/needs Node 20\.20 or newer .* this is 18\.20\.8/);
  expect(explainOldNode('20.19.5')).toBeDefined();
  expect(explainOldNode('20.20.0')).toBeUndefined();
  expect(explainOldNode('24.0.0')).toBeUndefined();
});

test.each([
  ['npm error code ENOTFOUND', 'HTTPS_PROXY'],
  ['npm error code ENOSPC', 'disk is full'],
  ['npm error code EACCES', 'writable'],
  ['npm error `npm ci` can only install packages when … are in sync', 'npm install'],
  ['npm error something else', 'permissions'],
])('%s is answered with advice about it', (output, advice) => {
  expect(explainFailure(output)).toContain(advice);
});

test('what npm installed is taken over once, and then known', () => {
  const root = createProject();
  expect(isInstalled(root)).toBe(false);
  expect(adoptInstall(root)).toBe(true);
  expect(isInstalled(root)).toBe(true);
});

test('a changed manifest is noticed, and taken over only if the lock file agrees', () => {
  const root = createProject();
  expect(adoptInstall(root)).toBe(true);
  writeJson(join(root, 'apps/one/package.json'), {
    dependencies: { thing: '1.0.0' },
    scripts: { x: 'true' },
  });
  expect(isInstalled(root)).toBe(false);
  expect(adoptInstall(root)).toBe(true);
  writeJson(join(root, 'apps/one/package.json'), { dependencies: { thing: '2.0.0' } });
  expect(isInstalled(root)).toBe(false);
  expect(adoptInstall(root)).toBe(false);
});

test('a package of another version, or a Node that is missing, is not taken over', () => {
  const root = createProject();
  writeJson(join(root, 'node_modules/.package-lock.json'), {
    packages: { 'node_modules/thing': { version: '0.9.0' } },
  });
  expect(adoptInstall(root)).toBe(false);
  const other = createProject();
  rmSync(join(other, 'node_modules/node'));
  expect(adoptInstall(other)).toBe(false);
});

test('one process at a time holds the lock', async () => {
  const path = join(createFolder(), 'lock');
  const said: string[] = [];
  const release = await acquireLock(path, (line: string) => said.push(line));
  let second: (() => void) | undefined;
  const waiting = acquireLock(path, (line: string) => said.push(line)).then((free) => (second = free));
  await expect.poll(() => said.length).toBe(1);
  expect(said[0]).toContain(`another process (${process.pid})`);
  expect(second).toBeUndefined();
  release();
  await waiting;
  expect(readFileSync(path, 'utf8')).toBe(String(process.pid));
  second?.();
  expect(existsSync(path)).toBe(false);
});

test('the lock of a dead process, or one that nobody refreshes, is taken', async () => {
  const path = join(createFolder(), 'lock');
  const dead = spawn('true');
  await new Promise((ended) => void dead.on('exit', ended));
  writeFileSync(path, String(dead.pid));
  (await acquireLock(path, () => {}))();

  writeFileSync(path, String(process.pid));
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(path, longAgo, longAgo);
  (await acquireLock(path, () => {}))();
  expect(existsSync(path)).toBe(false);
});
