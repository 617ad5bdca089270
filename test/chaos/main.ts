import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings, usage, type ChaosSettings } from './read-settings.ts';
import { formatReport, listViolations } from './report.ts';
import { runChaos } from './run-chaos.ts';

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());

const readOrExit = (): ChaosSettings => {
  const settings = readSettings(process.argv.slice(2));
  if (typeof settings !== 'string') return settings;
  console.error(`${settings}\n${usage}`);
  return process.exit(2);
};

const settings = readOrExit();
const { minutes, seed, commands } = settings;
const logDir = await mkdtemp(join(tmpdir(), 'signalbox-chaos-'));
console.log(`${minutes} minutes, seed ${seed}, ${commands} commands; logs in ${logDir}`);
const again = `npm run chaos -- --minutes ${minutes} --seed ${seed} --commands ${commands}`;

try {
  const report = await runChaos({
    seed,
    durationMs: minutes * 60_000,
    commands,
    logDir,
    signal: stopping.signal,
    say: (line) => console.log(line),
  });
  console.log(`\n${formatReport(report)}`);
  if (listViolations(report).length === 0) {
    await rm(logDir, { recursive: true, force: true });
    process.exit(0);
  }
  console.log(`\nThe same again: ${again}\nLogs of all processes and the full report: ${logDir}`);
  process.exit(1);
} catch (error) {
  if (stopping.signal.aborted) process.exit(130);
  console.error(error);
  console.error(`\nThe same again: ${again}\nLogs of all processes: ${logDir}`);
  process.exit(1);
}
