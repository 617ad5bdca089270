import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandView, HistoryItem } from '@signalbox/shared/http/command-view';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import { openCli, runCli } from '../harness/run-cli.ts';
import { TestSystem } from '../harness/test-system.ts';

let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await TestSystem.create();
  api = createApiClient(system.apiUrl);
});
afterAll(() => system[Symbol.asyncDispose]());

const cli = (...args: string[]) => runCli(system.env, args);

test('run shows the result alone on stdout, and ends with 0', async () => {
  const input = JSON.stringify({ text: 'a b c', operation: 'word_count' });
  const { code, stdout, stderr } = await cli('run', 'text.process', '--input', input);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ word_count: 3 });
});

test('run takes its input from a file and from standard input', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-'));
  const file = join(folder, 'input.json');
  await writeFile(file, '{"text":"abc","operation":"reverse"}');
  const fromFile = await cli('run', 'text.process', '--input', `@${file}`);
  await rm(folder, { recursive: true });
  expect(JSON.parse(fromFile.stdout)).toMatchObject({ processed_text: 'cba' });
  const fromStdin = await runCli(
    system.env,
    ['run', 'text.process', '--input', '-', '--json'],
    '{"text":"x"}',
  );
  expect(JSON.parse(fromStdin.stdout)).toMatchObject({
    status: 'completed',
    result: { processed_text: 'X' },
  });
});

test('run tells a failure, and a wait that is over, by its exit code', async () => {
  const failed = await cli('run', 'http.request', '--input', `{"url":"${system.apiUrl}/none"}`);
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain('failed: ');
  const late = await cli('run', 'demo.slow', '--input', '{"durationMs":3000}', '--wait', '300');
  expect(late.code).toBe(4);
  expect(late.stderr).toContain('it goes on');
  expect(late.stdout).toBe('');
});

test.each([
  [['run', 'text.proces', '--input', '{}'], 'text.process'],
  [['run', 'text.process', '--input', '{"text":1}'], '/input/text'],
  [['run', 'text.process', '--input', 'hello'], '--input is no JSON'],
  [['run', 'system.ping', '--priority', 'urgent'], 'one of high, normal, low'],
  [['run', 'system.ping', '--wait', '1', '--no-wait'], 'not both'],
  [['comands'], 'Did you mean "signalbox commands"?'],
  [['queues', 'pause', 'defualt'], 'Did you mean default?'],
])('a mistake in the call ends with 2 and is explained: %j', async (args, explanation) => {
  const { code, stderr } = await cli(...args);
  expect(code).toBe(2);
  expect(stderr).toContain(explanation);
});

test('commands lists the newest of a filter as a table or as JSON', async () => {
  const { stdout: id, code } = await cli('run', 'system.ping', '--no-wait');
  expect(code).toBe(0);
  await api.ended(id.trim());
  const table = await cli('commands', '--name', 'system.ping', '--status', 'completed', '--limit', '1');
  expect(table.stdout.split('\n')[1]).toMatch(new RegExp(`^${id.trim()}  completed  system\\.ping`));
  const json = await cli('commands', '--name', 'system.ping', '--json');
  expect((JSON.parse(json.stdout) as { items: CommandView[] }).items[0]).toMatchObject({ id: id.trim() });
});

test('tail prints what happens, one line each, until it is interrupted', async () => {
  const tail = openCli(system.env, ['tail', '--name', 'system.ping', '--json']);
  await eventually('the tail hears of commands', async () => {
    await api.client.run('system.ping', {});
    return tail.lines().length > 0;
  });
  const id = await api.submit({ name: 'system.ping', input: {} });
  const isEnd = (line: string) => {
    const item = JSON.parse(line) as HistoryItem;
    return item.id === id && item.type === 'completed';
  };
  await eventually('the end is told', async () => tail.lines().some(isEnd));
  expect(await tail.interrupt()).toBe(0);
});

test('queues shows every queue', async () => {
  const { code, stdout } = await cli('queues');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^default +0 +0/m);
});

test('queues pause and resume switch one queue for all workers', async () => {
  const paused = await cli('queues', 'pause', 'http');
  expect({ code: paused.code, stderr: paused.stderr }).toEqual({ code: 0, stderr: '' });
  expect(paused.stdout).toMatch(/^http .* paused$/m);
  const { id } = await api.client.submit('http.request', { url: `${system.apiUrl}/health` });
  const resumed = await cli('queues', 'resume', 'http');
  expect(resumed.stdout).not.toContain('paused');
  expect(await api.ended(id)).toMatchObject({ status: 'completed' });
});

test('cancel ends a command with its reason, and run tells that by its exit code', async () => {
  const running = cli('run', 'demo.slow', '--input', '{"durationMs":30000}');
  const id = await eventually('it runs', async () => {
    const { items } = await api.client.list({ name: 'demo.slow', status: ['running'] });
    return items.find(({ input }) => (input as { durationMs: number }).durationMs === 30_000)?.id;
  });
  const canceled = await cli('cancel', id, '--reason', 'not needed');
  expect(canceled.code).toBe(0);
  const { code, stderr } = await running;
  expect(code).toBe(3);
  expect(stderr).toContain('not needed');
  const again = await cli('cancel', id);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain('canceled already');
});

test('schedules shows what is submitted by the clock', async () => {
  const body = { name: 'nightly', cron: '0 3 * * *', command: { name: 'system.ping', input: {} } };
  expect((await api.post('/v1/schedules', body)).status).toBeLessThan(300);
  const { code, stdout } = await cli('schedules');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^nightly +0 3 \* \* \* +UTC +system\.ping/m);
});

test('retry runs an ended command again with another input', async () => {
  const first = await api.submit({ name: 'text.process', input: { text: 'a' } });
  await api.ended(first);
  const { code, stdout } = await cli('retry', first, '--input', '{"text":"b"}');
  expect(code).toBe(0);
  expect(await api.ended(stdout.trim())).toMatchObject({ replayOf: first, result: { processed_text: 'B' } });
});

test('without anything that runs it says what to do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-'));
  const { code, stderr } = await runCli({ SIGNALBOX_DATA_DIR: folder }, ['commands']);
  await rm(folder, { recursive: true });
  expect(code).toBe(1);
  expect(stderr).toContain('npm start');
  expect(stderr).toContain('--api');
});

test('an API that does not answer is told in a sentence', async () => {
  const { code, stderr } = await cli('commands', '--api', 'http://127.0.0.1:1');
  expect(code).toBe(1);
  expect(stderr).toContain('No answer from http://127.0.0.1:1');
});
