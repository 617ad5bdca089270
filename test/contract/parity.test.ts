import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Row {
  id: string;
  what: string;
  where: string;
  test: string;
}

const rows: Row[] = readFileSync(`${root}docs/parity.md`, 'utf8')
  .split('\n')
  .filter((line) => /^\| [EF]\d+ \|/.test(line))
  .map((line) => {
    const [, id = '', what = '', where = '', test = ''] = line.split('|').map((cell) => cell.trim());
    return { id, what, where, test };
  });

const numbered = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);

/** Content commands, which are not part of the engine. */
const mayComeLater = new Set(['E11', 'E20', 'E21']);
const isLater = ({ where, test }: Row): boolean => where === 'later' && test === 'later';

test('every row of the original is there once, in order', () => {
  expect(rows.map(({ id }) => id)).toEqual([...numbered('E', 22), ...numbered('F', 10)]);
});

test('only content commands come later', () => {
  expect(new Set(rows.filter(isLater).map(({ id }) => id))).toEqual(mayComeLater);
});

test.each(rows.filter((row) => !isLater(row)))('$id says where it is', ({ id, what, where }) => {
  const paths = [...where.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path);
  expect(what).not.toBe('');
  expect(paths.length, `${id} names no path`).toBeGreaterThan(0);
  expect(paths.filter((path) => !existsSync(root + path))).toEqual([]);
});

test.each(rows.filter((row) => !isLater(row)))('$id names a test that exists', (row) => {
  const [, file = '', title = ''] = /^`([^`]+\.test\.ts)`: (.+)$/.exec(row.test) ?? [];
  expect(existsSync(root + file), `${row.id} names a test file as \`path\`: title`).toBe(true);
  const source = readFileSync(root + file, 'utf8');
  expect(source.includes(`'${title}'`), `${file} has no test "${title}"`).toBe(true);
});
