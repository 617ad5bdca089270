import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Supervisor } from '../supervisor.ts';
import { watchSources } from './watch-sources.ts';

test('a file that is saved by renaming another over it is noticed, each time', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'handlers'));
  const file = join(folder, 'handlers', 'work.ts');
  writeFileSync(file, '');
  const send = vi.fn<(input: object) => void>();
  // Of the supervisor the watch asks which folders belong to which process, and tells that process.
  const supervisor = {
    processes: new Map([['worker', { spec: { name: 'worker', watch: [folder] }, send }]]),
  } as unknown as Supervisor;
  onTestFinished(watchSources(supervisor));
  for (const saved of [1, 2, 3]) {
    writeFileSync(`${file}.new`, String(saved));
    renameSync(`${file}.new`, file);
    await vi.waitFor(() => expect(send).toHaveBeenCalledTimes(saved), { timeout: 3_000 });
  }
});
