import { runCommand } from './run-command.ts';
import { compareVersions, lowestNatsVersion, parseVersion } from './version.ts';

/**
 * Runs the binary to learn its version.
 * @throws Error if it does not run, or is older than `lowestNatsVersion`
 */
export const readVersion = async (path: string): Promise<string> => {
  const version = parseVersion(await runCommand(path, ['--version'], { timeoutMs: 5_000 }));
  if (version === undefined) throw new Error(`${path} does not say its version`);
  if (compareVersions(version, lowestNatsVersion) < 0) {
    throw new Error(`${path} is ${version}, older than ${lowestNatsVersion}`);
  }
  return version;
};
