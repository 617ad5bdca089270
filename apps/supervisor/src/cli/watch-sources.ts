import { existsSync, watch } from 'node:fs';
import type { Supervisor } from '../supervisor.ts';
import { print } from './terminal.ts';

/** Editors write a file in several steps, and a change of branch touches many. */
const debounceMs = 300;

const isSource = (file: string | null): boolean =>
  file !== null && /\.(ts|json|surql)$/.test(file) && !file.endsWith('.test.ts');

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
  const watchers = [...folders].filter(existsSync).map((folder) =>
    watch(folder, { recursive: true }, (_event, file) => {
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
