import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { variables } from '@signalbox/runtime/config/variables';
import { catalog } from '@signalbox/shared/commands/catalog';
import { codes } from '@signalbox/shared/errors/codes';
import { version } from '@signalbox/shared/version';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(root + path, 'utf8');
const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  ...readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`),
];
const known = new Set(Object.keys(variables));
/** What other programs and the settings of tools read. */
const foreign = new Set([
  'COMMANDS',
  'EVENTS',
  'ADVISORIES',
  'XDG_CACHE_HOME',
  'BENCH_COUNT',
  'BENCH_ROUNDS',
]);

test.each(pages)('%s names only paths that exist', (page) => {
  const code = [...read(page).matchAll(/`([\w./-]+\/[\w./-]+)`/g)].map(([, path = '']) => path);
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) => path);
  const inTree = code.filter(
    (path) =>
      /^(apps|packages|infra|test|docs|scripts|\.ci)\//.test(path) && !path.includes('report-generate'),
  );
  const folder = page.includes('/') ? page.slice(0, page.lastIndexOf('/') + 1) : '';
  const missing = [...inTree, ...links.map((path) => folder + path)].filter(
    (path) => !existsSync(root + path),
  );
  expect(missing, `${page} names paths that do not exist; correct the page`).toEqual([]);
});

test.each(pages)('%s names only environment variables that exist', (page) => {
  const names = [...read(page).matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=[^`]*)?`/g)].map(
    ([, name = '']) => name,
  );
  const unknown = names.filter((name) => !known.has(name) && !foreign.has(name));
  expect(unknown, `declare them in packages/runtime/src/config/variables.ts or correct ${page}`).toEqual([]);
});

test('docs/configuration.md has a row for every environment variable', () => {
  const rows = [...read('docs/configuration.md').matchAll(/^\| `([A-Z0-9_]+)`/gm)].map(([, name]) => name);
  expect(rows.toSorted()).toEqual([...known].toSorted());
});

test('docs/errors.md has a row for every error code', () => {
  const rows = [...read('docs/errors.md').matchAll(/^\| `([a-z_.]+)` \| (\d+)/gm)].map(([, code, status]) => [
    code,
    Number(status),
  ]);
  expect(Object.fromEntries(rows)).toEqual(
    Object.fromEntries(Object.entries(codes).map(([code, { status }]) => [code, status])),
  );
});

test('docs/commands.md has a row for every command', () => {
  const rows = [...read('docs/commands.md').matchAll(/^\| `([a-z_.]+)`/gm)].map(([, name]) => name);
  expect(rows.toSorted()).toEqual(catalog.map(({ name }) => name).toSorted());
});

test('the version is the same everywhere', () => {
  expect((JSON.parse(read('package.json')) as { version: string }).version).toBe(version);
});
