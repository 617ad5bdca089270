import { hash } from 'node:crypto';

interface Failure {
  name: string;
  code: string;
  message: string;
  stack: string | undefined;
}

const length = 16;

/** What differs between two failures of one cause; the order matters, for a URL holds numbers and ids. */
const variables: readonly [RegExp, string][] = [
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'“”<>]+/gi, '<url>'],
  [/"[^"]*"|“[^”]*”|`[^`]*`|(?<!\w)'[^']*'(?!\w)/g, '<text>'],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b[0-9A-HJKMNP-TV-Z]{26}\b/g, '<id>'],
  [/\b(?:0x[0-9a-f]+|(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{6,})\b/gi, '<hex>'],
  [/\d+(?:[.,:]\d+)*/g, '<n>'],
];

const normalize = (message: string): string =>
  variables.reduce((text, [pattern, word]) => text.replace(pattern, word), message);

const framePattern =
  /^\s*at (?:async )?(?:(?<caller>[^()]+?) )?\(?(?<file>[^()\s]*\/handlers\/[^()\s]+?)(?::\d+)*\)?$/;

/** The first place in the source that is ours: function and file, for lines move with every edit. */
const findFrame = (stack: string | undefined): string => {
  for (const line of stack?.split('\n') ?? []) {
    const { caller = '', file } = framePattern.exec(line)?.groups ?? {};
    if (file) return `${caller} ${file.slice(file.indexOf('/handlers/'))}`;
  }
  return '';
};

/** The same short text for errors of one cause, as far as class, code, message and place tell. */
export const toFingerprint = ({ name, code, message, stack }: Failure): string =>
  hash('sha256', [name, code, normalize(message), findFrame(stack)].join('\n'), 'hex').slice(0, length);
