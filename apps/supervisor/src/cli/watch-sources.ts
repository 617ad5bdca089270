import { existsSync, readdirSync, watch, type FSWatcher } from 'node:fs';
import path from 'node:path';
import type { Supervisor } from '../supervisor.ts';
import { print } from './terminal.ts';

/** Editors write a file in several steps, and a change of branch touches many. */
const debounceMs = 300;

const isSource = (file: string | null): boolean =>
  file !== null && /\.(ts|json|surql)$/.test(file) && !file.endsWith('.test.ts');

const listFolders = (folder: string): string[] => [
  folder,
  ...readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name)),
];

/**
 * Watches each folder for itself: Node's recursive watch follows files, and on Linux loses one that an editor saves by
 * renaming another over it. Folders that are made later are not watched.
 */
const watchTree = (folder: string, onChange: (file: string | null) => void): FSWatcher[] =>
  listFolders(folder).map((entry) => watch(entry, (_event, file) => onChange(file)));

/** Restarts processes when their sources change. */
export const watchSources = (supervisor: Supervisor): (() => void) => {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const restart = (): void => {
    print(`  Sources have changed; restarting ${[...changed].join(', ')}`);
    for (const name of changed) supervisor.processes.get(name)?.send({ type: 'restart' });
    changed.clear();
  };
  const folders = new Set([...supervisor.processes.values()].flatMap(({ spec }) => spec.watch));
  const watchers = [...folders].filter(existsSync).flatMap((folder) =>
    watchTree(folder, (file) => {
      if (!isSource(file)) return;
      for (const { spec } of supervisor.processes.values())
        if (spec.watch.includes(folder)) changed.add(spec.name);
      clearTimeout(timer);
      timer = setTimeout(restart, debounceMs);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
};
