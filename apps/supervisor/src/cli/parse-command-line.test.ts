import { expect, test } from 'vitest';
import { parseCommandLine } from './parse-command-line.ts';

const parse = (line: string) => parseCommandLine(line.split(' ').filter(Boolean));

test('reads verbs, names and options', () => {
  expect(parse('up --demo')).toMatchObject({ verb: 'up', flags: new Set(['demo']) });
  expect(parse('logs worker api -f -n 20')).toMatchObject({
    verb: 'logs',
    operands: ['worker', 'api'],
    flags: new Set(['follow']),
    lines: 20,
  });
  expect(parse('run text.process --input {} --no-wait')).toMatchObject({
    operands: ['text.process'],
    flags: new Set(['no-wait']),
    values: { input: '{}' },
  });
  expect(parse('run a --input -')).toMatchObject({ values: { input: '-' } });
  expect(parse('restart worker')).toMatchObject({ verb: 'restart', operands: ['worker'] });
});

test('nothing, and a call for help anywhere, is help', () => {
  for (const line of ['', 'help', '--help', 'status -h']) expect(parse(line).verb).toBe('help');
});

test.each([
  ['sttus', 'There is no "signalbox sttus". Did you mean "signalbox status"?'],
  ['frobnicate', 'There is no "signalbox frobnicate".'],
  ['restart', 'signalbox restart needs the name of a process, such as: signalbox restart worker'],
  ['status worker', 'signalbox status takes no names; "worker" is too much.'],
  ['logs -n many', '-n must be a whole number from 0 to 10000, such as -n 200; it is "many".'],
  ['cancel', 'signalbox cancel needs the id of a command, such as: signalbox cancel 0'],
  ['run a b', 'signalbox run takes the name of a command; "b" is too much.'],
  ['up --wach', "signalbox up: Unknown option '--wach'"],
])('explains "%s"', (line, message) => {
  expect(() => parse(line)).toThrow(message);
});
