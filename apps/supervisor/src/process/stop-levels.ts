import type { ProcessSpec } from './process-spec.ts';

/** Names of processes by level: those on which nothing depends first, and what they depend on later. */
export const toStopLevels = (specs: readonly Pick<ProcessSpec, 'name' | 'dependsOn'>[]): string[][] => {
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  const depths = new Map<string, number>();
  const measure = (name: string, path: readonly string[]): number => {
    if (path.includes(name))
      throw new Error(`the process list depends on itself: ${[...path, name].join(' → ')}`);
    const known = depths.get(name);
    if (known !== undefined) return known;
    const below = Object.keys(byName.get(name)?.dependsOn ?? {}).map((next) =>
      measure(next, [...path, name]),
    );
    const depth = below.length === 0 ? 0 : 1 + Math.max(...below);
    depths.set(name, depth);
    return depth;
  };
  const levels: string[][] = [];
  for (const { name } of specs) (levels[measure(name, [])] ??= []).push(name);
  return levels.toReversed();
};
