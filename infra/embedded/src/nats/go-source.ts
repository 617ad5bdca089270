import { join } from 'node:path';
import { keepBinary, withWorkDir } from './cache.ts';
import { runCommand } from './run-command.ts';
import type { NatsServerSource } from './source.ts';
import { pinnedNatsVersion } from './version.ts';

const buildLimitMs = 600_000;

export const goSource: NatsServerSource = {
  step: 'go install',
  fix: 'install Go 1.25 or newer from https://go.dev/dl',
  find: async ({ cacheDir, env, signal, trying }) => {
    await runCommand('go', ['version'], { timeoutMs: 10_000, env });
    return withWorkDir(cacheDir, async (workDir) => {
      trying(`building nats-server ${pinnedNatsVersion}, which takes a minute or two`);
      await runCommand('go', ['install', `github.com/nats-io/nats-server/v2@v${pinnedNatsVersion}`], {
        timeoutMs: buildLimitMs,
        cwd: workDir,
        signal,
        env: { ...env, GOBIN: workDir, GOFLAGS: '-mod=mod' },
      });
      return keepBinary(cacheDir, join(workDir, 'nats-server'));
    });
  },
};
