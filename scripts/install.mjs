/**
 * Makes `node_modules` right before another script runs: with the machine's own Node, and nothing installed yet.
 * Returns at once when there is nothing to do.
 */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { explainFailure } from './install/explain-failure.mjs';
import { adoptInstall, isInstalled, projectNodeRuns, writeStamp } from './install/is-installed.mjs';
import { acquireLock } from './install/lock.mjs';
import { installPackages, rebuildNode } from './install/npm.mjs';
import { explainOldNode } from './install/old-node.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const say = (line) => process.stderr.write(`${line}\n`);

/** The services run on the Node of the package `node`, which an install script of its own puts in place. */
const ensureProjectNode = async () => {
  if (projectNodeRuns(root)) return;
  await rebuildNode(root);
  if (projectNodeRuns(root)) return;
  throw new Error(
    'The package `node` has no binary, because npm was told not to run install scripts. Run: npm rebuild node --ignore-scripts=false',
  );
};

const install = async () => {
  if (isInstalled(root) || adoptInstall(root)) return;
  mkdirSync(join(root, '.signalbox'), { recursive: true });
  const release = await acquireLock(join(root, '.signalbox', 'install.lock'), say);
  try {
    // Another process may have installed while this one waited.
    if (isInstalled(root)) return;
    await installPackages(root, say);
    await ensureProjectNode();
    writeStamp(root);
  } finally {
    release();
  }
};

const oldNode = explainOldNode(process.versions.node);
if (oldNode) {
  say(oldNode);
  process.exit(1);
}
install().catch((error) => {
  say(error.code ? `${error.message}\n${explainFailure(error.message)}` : error.message);
  process.exit(1);
});
