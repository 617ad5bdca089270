import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Whether a person looks at stdout, who can be shown lines that change. */
export const isInteractive = (): boolean => process.stdout.isTTY && process.env['TERM'] !== 'dumb';

/** Colour for a terminal; plain text for a file, or where NO_COLOR is set. */
export const paint = (style: Style, text: string): string =>
  styleText(style, text, { stream: process.stdout });

export const print = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

export const printError = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** The columns of the terminal; a file has no end. */
export const columns = (): number => process.stdout.columns ?? Number.POSITIVE_INFINITY;

/** A terminal that is closed must not end the supervisor: it stops its processes in order first. */
export const surviveClosedTerminal = (): void => {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
};

export const clip = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;

const unitMs = { d: 86_400_000, h: 3_600_000, min: 60_000 } as const;

/** A duration in its two largest units: `3.2 s`, `4 min 10 s`, `2 h 5 min`. */
export const formatDuration = (ms: number): string => {
  if (ms < unitMs.min) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < unitMs.h) return `${Math.floor(ms / unitMs.min)} min ${Math.floor((ms % unitMs.min) / 1_000)} s`;
  if (ms < unitMs.d) return `${Math.floor(ms / unitMs.h)} h ${Math.floor((ms % unitMs.h) / unitMs.min)} min`;
  return `${Math.floor(ms / unitMs.d)} d ${Math.floor((ms % unitMs.d) / unitMs.h)} h`;
};

export const formatBytes = (bytes: number): string => `${Math.round(bytes / 1_000_000)} MB`;
