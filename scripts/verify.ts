import { spawnSync } from 'node:child_process';

/** Everything that needs no server, in under a minute; what CI runs besides the tests with servers. */
const steps = [
  ['format', 'npm run --silent format:check'],
  ['lint', 'npm run --silent lint'],
  ['types', 'npm run --silent types'],
  ['structure', 'npm run --silent structure'],
  ['unit', 'node scripts/test.ts unit'],
] as const;

const only = process.argv.slice(2);
let passed = 0;
const failed: string[] = [];
for (const [name, command] of steps) {
  if (only.length > 0 && !only.includes(name)) continue;
  const startedAt = performance.now();
  const { status, stdout, stderr } = spawnSync(command, { shell: true, encoding: 'utf8' });
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  if (status === 0) {
    passed += 1;
    console.log(`✓ ${name} (${seconds} s)`);
  } else {
    failed.push(name);
    console.log(`✗ ${name} (${seconds} s)\n${stdout}${stderr}`);
  }
}
console.log(`${passed} passed, ${failed.length} failed`);
process.exit(failed.length > 0 ? 1 : 0);
