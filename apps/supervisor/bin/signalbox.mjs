#!/usr/bin/env node
// Runs the command line on the Node that the project brings, wherever the machine's own is older. Plain JavaScript,
// so that any Node can read it, and so that what Node makes of the TypeScript behind it is cached from the first file on.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const neededMajor = 24;
const repositoryDir = fileURLToPath(new URL('../../../', import.meta.url));
const ownNode = path.join(repositoryDir, 'node_modules/.bin/node');
const dataDir = path.resolve(repositoryDir, process.env.SIGNALBOX_DATA_DIR || '.signalbox');

const reExecute = () => {
  const child = spawn(
    ownNode,
    [import.meta.filename ?? fileURLToPath(import.meta.url), ...process.argv.slice(2)],
    {
      stdio: 'inherit',
    },
  );
  // A terminal tells the child of Ctrl-C itself; whoever signals this process alone means the child.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
};

if (Number(process.versions.node.split('.')[0]) >= neededMajor) {
  nodeModule.enableCompileCache(path.join(dataDir, 'compile-cache'));
  await import('../src/main.ts');
} else if (existsSync(ownNode)) {
  reExecute();
} else {
  process.stderr.write(
    `Signalbox needs Node ${neededMajor}; this is ${process.version}. \`npm install\` in ${repositoryDir} brings it.\n`,
  );
  process.exit(1);
}
