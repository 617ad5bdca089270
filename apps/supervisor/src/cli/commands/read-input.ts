import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { UsageError } from '../parse-command-line.ts';

const readFrom = async (given: string): Promise<string> => {
  if (given === '-') return text(process.stdin);
  if (!given.startsWith('@')) return given;
  try {
    return await readFile(given.slice(1), 'utf8');
  } catch (error) {
    throw new UsageError(
      `--input: ${given.slice(1)} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
};

/**
 * What --input says: JSON as it is, that of a file with `@file`, that of standard input with `-`.
 * @throws UsageError if it is no JSON
 */
export const readInput = async (given: string): Promise<unknown> => {
  const json = await readFrom(given);
  try {
    return JSON.parse(json) as unknown;
  } catch (error) {
    throw new UsageError(
      `--input is no JSON: ${error instanceof Error ? error.message : String(error)}. Such as: --input '{"text":"hello"}'`,
    );
  }
};
