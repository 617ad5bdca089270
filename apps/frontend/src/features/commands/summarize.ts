import { t } from '../../messages/index.ts';

/** Names whose value tells a person best what a command is about. */
const tellingNames = ['url', 'text', 'file', 'path', 'title', 'name'];
const mostCharacters = 160;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const clip = (text: string): string => {
  const line = text.slice(0, mostCharacters).replaceAll(/\s+/g, ' ');
  return text.length > mostCharacters ? `${line}…` : line;
};

const toShort = (value: unknown): string => {
  if (typeof value === 'string') return clip(value);
  if (Array.isArray(value)) return t.commands.values(value.length);
  if (isRecord(value)) return t.commands.fields(Object.keys(value).length);
  return typeof value === 'number' ? String(Math.round(value * 1_000) / 1_000) : String(value);
};

/** Values that say little come last. */
const weight = (value: unknown): number => (typeof value === 'boolean' ? 1 : 0);

/**
 * One line that tells what a value holds: its most telling field first, the others as name and value.
 * @param known a value shown beside it, whose parts need not be told again
 */
export const summarize = (value: unknown, known?: unknown): string => {
  const told = new Set(isRecord(known) ? Object.values(known) : []);
  if (!isRecord(value)) return value === undefined || value === null ? '' : toShort(value);
  const telling = tellingNames.find((name) => typeof value[name] === 'string');
  const rest = Object.entries(value)
    .filter(([name, part]) => name !== telling && part !== undefined && part !== null && !told.has(part))
    .toSorted(([, a], [, b]) => weight(a) - weight(b))
    .map(([name, part]) => `${name} ${toShort(part)}`);
  const first = telling === undefined ? [] : [clip(String(value[telling]).replace(/^https?:\/\//, ''))];
  return clip([...first, ...rest].join(', '));
};
