import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const stampPath = (root) => join(root, 'node_modules', '.signalbox-install');

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Folders of the workspaces, relative to the root; patterns are plain folders or end in `/*`. */
const listWorkspaces = (root) => {
  const folders = [];
  for (const pattern of readJson(join(root, 'package.json')).workspaces) {
    if (!pattern.endsWith('/*')) folders.push(pattern);
    else
      for (const name of readdirSync(join(root, pattern.slice(0, -2))))
        folders.push(`${pattern.slice(0, -2)}/${name}`);
  }
  return folders.filter((folder) => existsSync(join(root, folder, 'package.json'))).sort();
};

const listManifests = (root) =>
  ['', ...listWorkspaces(root)].map((folder) => join(root, folder, 'package.json'));

/** Changes with everything that decides what is to be installed. */
const computeFingerprint = (root) => {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  for (const path of [join(root, 'package-lock.json'), ...listManifests(root)])
    hash.update(readFileSync(path)).update('\n');
  return hash.digest('hex');
};

/** Whether the Node that the services run on is in place and is the one meant. */
export const projectNodeRuns = (root) => {
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const result = spawnSync(join(root, 'node_modules', 'node', 'bin', file), ['--version'], {
    encoding: 'utf8',
  });
  return (
    result.status === 0 &&
    result.stdout.startsWith('v24.') &&
    existsSync(join(root, 'node_modules', '.bin', 'node'))
  );
};

export const writeStamp = (root) => writeFileSync(stampPath(root), computeFingerprint(root));

/** Whether an earlier run installed exactly what is asked for now. */
export const isInstalled = (root) => {
  if (!existsSync(stampPath(root))) return false;
  return readFileSync(stampPath(root), 'utf8') === computeFingerprint(root) && projectNodeRuns(root);
};

const dependencyFields = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

const sameEntries = (left = {}, right = {}) => {
  const [a, b] = [left, right].map((entries) => JSON.stringify(Object.entries(entries).sort()));
  return a === b;
};

/** Whether the lock file knows every dependency that the manifests name. */
const lockCovers = (root, lock) =>
  ['', ...listWorkspaces(root)].every((folder) => {
    const manifest = readJson(join(root, folder, 'package.json'));
    const locked = lock.packages[folder];
    return (
      locked !== undefined && dependencyFields.every((field) => sameEntries(manifest[field], locked[field]))
    );
  });

const isWanted = ([path, entry]) => path.startsWith('node_modules/') && !entry.optional && !entry.devOptional;

/** Whether npm's own record of `node_modules` has every package that the lock file wants. */
const matchesLock = (installed, lock) =>
  Object.entries(lock.packages)
    .filter(isWanted)
    .every(
      ([path, entry]) =>
        installed.packages[path]?.version === entry.version && installed.packages[path].link === entry.link,
    );

/** Takes over what the person installed with npm itself: no need to do it again, and to break what runs from it. */
export const adoptInstall = (root) => {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const lock = readJson(join(root, 'package-lock.json'));
  if (!lockCovers(root, lock) || !matchesLock(readJson(record), lock) || !projectNodeRuns(root)) return false;
  writeStamp(root);
  return true;
};
