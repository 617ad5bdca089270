import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { sampleView } from '../sample-command.ts';
import { toCurl } from './to-curl.ts';

test('A shell reads the line back as one address and one body, quotes and all', () => {
  const input = { text: `it's "quoted" $HOME \`x\` \\ end` };
  const line = toCurl(sampleView({ name: 'text.process', input, tags: ['a'] }), 'http://localhost:5055/');
  const echo = `curl() { printf '%s\\n' "$@"; }; ${line}`;
  const [url, , , , body] = execFileSync('sh', ['-c', echo], { encoding: 'utf8' }).split('\n');
  expect(url).toBe('http://localhost:5055/v1/commands');
  expect(JSON.parse(body ?? '')).toEqual({ name: 'text.process', input, queue: 'demo', tags: ['a'] });
});
