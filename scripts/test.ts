import { startVitest } from 'vitest/node';

/**
 * Runs the projects named on the command line (unit, integration and system without any) and ends with one line
 * that a person and a script can read: `N passed, N failed`.
 */
const named = process.argv.slice(2);
const projects = named.length > 0 ? named : ['unit', 'integration', 'system'];

const vitest = await startVitest('test', [], { project: projects, run: true, watch: false });
let passed = 0;
let failed = 0;
for (const module of vitest.state.getTestModules()) {
  if (!module.ok() && [...module.children.allTests('failed')].length === 0) failed += 1;
  passed += [...module.children.allTests('passed')].length;
  failed += [...module.children.allTests('failed')].length;
}
const unhandled = vitest.state.getUnhandledErrors().length;
await vitest.close();
console.log(`${passed} passed, ${failed + unhandled} failed`);
process.exit(failed + unhandled > 0 || passed === 0 ? 1 : 0);
