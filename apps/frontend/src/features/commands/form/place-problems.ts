import type { Problem } from '@signalbox/shared/http/problem';

export interface PlacedProblems {
  /** By name of the control: `input.text` for a field of the input, `retry.maxAttempts` for an option. */
  byField: Record<string, string>;
  /** What belongs to no control. */
  others: string[];
}

const decode = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');

const nameOf = (pointer: string, names: readonly string[]): { name: string; rest: string[] } | undefined => {
  const path = pointer.split('/').slice(1).map(decode).join('.');
  const name = names.find((known) => path === known || path.startsWith(`${known}.`));
  return name === undefined
    ? undefined
    : {
        name,
        rest: path
          .slice(name.length + 1)
          .split('.')
          .filter(Boolean),
      };
};

const atItem = (rest: readonly string[], detail: string): string => {
  const [index] = rest;
  if (index === undefined) return detail;
  return /^\d+$/.test(index) ? `${Number(index) + 1}: ${detail}` : `${rest.join('.')}: ${detail}`;
};

/**
 * Sorts the broken rules of a problem document to the controls they speak of, by JSON pointer.
 * @param names the controls there are
 */
export const placeProblems = (problem: Problem, names: readonly string[]): PlacedProblems => {
  const placed: PlacedProblems = { byField: {}, others: [] };
  for (const { pointer, detail } of problem.errors ?? []) {
    const found = nameOf(pointer, names);
    if (found === undefined) placed.others.push(pointer === '' ? detail : `${pointer}: ${detail}`);
    else placed.byField[found.name] ??= atItem(found.rest, detail);
  }
  if (problem.errors === undefined || problem.errors.length === 0) placed.others.push(problem.detail);
  return placed;
};
