import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatReport, listViolations } from '../chaos/report.ts';
import { runChaos } from '../chaos/run-chaos.ts';

const limitMs = 240_000;

test(
  'chaos, a short run: accepted is ended, nothing lost, stuck or done twice, and the projection equals a rebuild',
  { timeout: limitMs },
  async () => {
    const logDir = await mkdtemp(join(tmpdir(), 'signalbox-chaos-'));
    const report = await runChaos({
      seed: 27,
      durationMs: 26_000,
      commands: 2_600,
      logDir,
      signal: AbortSignal.timeout(limitMs),
      say: () => undefined,
    });
    process.stdout.write(`${formatReport(report)}\n`);
    expect(listViolations(report), `The logs are in ${logDir}`).toEqual([]);
    await rm(logDir, { recursive: true, force: true });
  },
);
