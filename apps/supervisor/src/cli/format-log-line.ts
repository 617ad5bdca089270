import type { ProcessLogLine } from '@signalbox/shared/http/processes';
import { z } from 'zod';
import { paint } from './terminal.ts';

const recordSchema = z.looseObject({
  level: z.union([z.number(), z.string()]),
  time: z.union([z.number(), z.string()]).optional(),
  msg: z.string().optional(),
  err: z.unknown().optional(),
});

/** Of the record, but not of its message: told by the line itself. */
const known = new Set(['level', 'time', 'msg', 'err', 'service', 'instance', 'pid', 'hostname', 'v', 'name']);
const levelNames: Readonly<Record<string, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};
const levelColours = { warn: 'yellow', error: 'red', fatal: 'red' } as const;

const isColoured = (level: string): level is keyof typeof levelColours => Object.hasOwn(levelColours, level);

const parse = (line: string) => {
  if (!line.startsWith('{')) return undefined;
  try {
    return recordSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
};

const showValue = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const showError = (err: unknown): string => {
  const parsed = z
    .object({ stack: z.string().optional(), message: z.string().optional() })
    .safeParse(err).data;
  const text = parsed?.stack ?? parsed?.message ?? (err === undefined ? '' : showValue(err));
  return text === '' ? '' : `\n${paint('gray', text.replaceAll(/^/gm, '    '))}`;
};

const showClock = (time: number | string | undefined, fallback: string): string => {
  const date = new Date(time ?? fallback);
  return Number.isNaN(date.getTime()) ? fallback : date.toTimeString().slice(0, 8);
};

/** One line of a log for a person: pino's JSON as time, level, message and fields; anything else as it is. */
export const formatLogLine = ({ line, at }: Pick<ProcessLogLine, 'line' | 'at'>): string => {
  const record = parse(line);
  if (record === undefined) return `${paint('gray', showClock(undefined, at))} ${line}`;
  const level = levelNames[String(record.level)] ?? String(record.level);
  const word = isColoured(level) ? paint(levelColours[level], level.padEnd(5)) : level.padEnd(5);
  const fields = Object.entries(record)
    .filter(([name]) => !known.has(name))
    .map(([name, value]) => paint('gray', `${name}=${showValue(value)}`));
  const clock = paint('gray', showClock(record.time, at));
  return [clock, word, record.msg ?? '', ...fields].join(' ') + showError(record.err);
};
