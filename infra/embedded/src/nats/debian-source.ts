import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { keepBinary, withWorkDir } from './cache.ts';
import { runCommand } from './run-command.ts';
import type { NatsServerSource } from './source.ts';
import { lowestNatsVersion } from './version.ts';

/** Folders of its own make apt work without root and beside another apt that runs. */
const toAptOptions = (workDir: string): string[] =>
  [
    `Dir::State::Lists=${join(workDir, 'lists')}`,
    `Dir::Cache=${join(workDir, 'cache')}`,
    'APT::Sandbox::User=',
    'Acquire::Retries=1',
    'Acquire::http::Timeout=15',
    'Acquire::https::Timeout=15',
    'Acquire::Languages=none',
  ].flatMap((option) => ['-o', option]);

const findPackage = async (workDir: string): Promise<string> => {
  const names = await readdir(workDir);
  const name = names.find((entry) => entry.endsWith('.deb'));
  if (name === undefined) throw new Error('apt-get downloaded no package');
  return join(workDir, name);
};

export const debianSource: NatsServerSource = {
  step: 'Debian package',
  fix: `make the apt package nats-server (${lowestNatsVersion} or newer: Debian 12, Ubuntu 24.04) reachable, or install it`,
  find: async ({ cacheDir, env, signal, trying }) => {
    if (process.platform !== 'linux') throw new Error(`${process.platform} has no apt`);
    await runCommand('dpkg', ['--version'], { timeoutMs: 5_000, env });
    return withWorkDir(cacheDir, async (workDir) => {
      const options = toAptOptions(workDir);
      await mkdir(join(workDir, 'lists', 'partial'), { recursive: true });
      await mkdir(join(workDir, 'cache', 'archives', 'partial'), { recursive: true });
      trying('reading the package lists');
      const limits = { cwd: workDir, env, signal };
      await runCommand('apt-get', [...options, '-q', 'update'], { ...limits, timeoutMs: 120_000 });
      trying('downloading the package');
      await runCommand('apt-get', [...options, '-q', 'download', 'nats-server'], {
        ...limits,
        timeoutMs: 60_000,
      });
      const root = join(workDir, 'root');
      await runCommand('dpkg', ['-x', await findPackage(workDir), root], { timeoutMs: 30_000, cwd: workDir });
      return keepBinary(cacheDir, join(root, 'usr', 'sbin', 'nats-server'));
    });
  },
};
