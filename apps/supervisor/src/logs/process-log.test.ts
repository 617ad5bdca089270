import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ProcessLog } from './process-log.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const createLog = (): ProcessLog => {
  const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-log-'));
  folders.push(folder);
  return new ProcessLog(path.join(folder, 'a.log'));
};

test('keeps the last ten thousand lines', async () => {
  const log = createLog();
  for (let index = 1; index <= 25_000; index += 1) log.add('stdout', `line ${index}`);
  const lines = log.tail(20_000);
  expect([lines.length, lines[0]?.line, lines.at(-1)?.line]).toEqual([10_000, 'line 15001', 'line 25000']);
  expect(log.tail(2).map(({ seq }) => seq)).toEqual([24_999, 25_000]);
  await log.flush();
});

test('keeps fewer of long lines', async () => {
  const log = createLog();
  for (let index = 0; index < 200; index += 1) log.add('stdout', 'x'.repeat(65_536));
  expect(log.tail(10_000)).toHaveLength(61);
  await log.flush();
});

test('tells followers each new line until they leave', async () => {
  const log = createLog();
  const seen: string[] = [];
  const end = log.follow(({ line }) => seen.push(line));
  log.add('stderr', 'one');
  end();
  log.add('stderr', 'two');
  expect(seen).toEqual(['one']);
  await log.flush();
});
