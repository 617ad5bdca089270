import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const isSource = (file: string): boolean =>
  !/(^|\/)(node_modules|\.next|\.turbo)(\/|$)/.test(file) &&
  !/(^|\/)next-env\.d\.ts$|\.test\.tsx?$|\.tsbuildinfo$/.test(file);

const listFiles = (root: string, entry: string): string[] => {
  const walk = (relative: string): string[] =>
    readdirSync(path.join(root, relative), { withFileTypes: true }).flatMap((found) => {
      const child = path.posix.join(relative, found.name);
      if (!isSource(child)) return [];
      return found.isDirectory() ? walk(child) : [child];
    });
  return path.extname(entry) === '' ? walk(entry) : [entry];
};

/**
 * One hash over the names and contents of files.
 * @param entries folders, taken whole, and files (with an extension), relative to `root`
 */
export const hashSources = (root: string, entries: readonly string[]): string => {
  const hash = createHash('sha256');
  const files = entries.flatMap((entry) => listFiles(root, entry)).toSorted();
  for (const file of files) {
    hash.update(`${file}\0`);
    hash.update(readFileSync(path.join(root, file)));
    hash.update('\0');
  }
  return hash.digest('hex');
};
