import { isDeepStrictEqual } from 'node:util';
import type { CommandRow } from '@signalbox/shared/events/fold';

/** As both look after a journey through JSON, in which what is undefined is left out. */
const toPlain = (row: CommandRow | undefined): unknown => row && JSON.parse(JSON.stringify(row));

/** Differences between what the database holds and what the events say, one sentence each. */
export const compareRows = (
  stored: ReadonlyMap<string, CommandRow>,
  rebuilt: ReadonlyMap<string, CommandRow>,
): string[] => {
  const differences: string[] = [];
  for (const id of new Set([...stored.keys(), ...rebuilt.keys()])) {
    const [left, right] = [toPlain(stored.get(id)), toPlain(rebuilt.get(id))];
    if (isDeepStrictEqual(left, right)) continue;
    differences.push(
      `${id}: the database has ${JSON.stringify(left)}, the events say ${JSON.stringify(right)}`,
    );
  }
  return differences;
};
