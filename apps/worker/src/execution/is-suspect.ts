import type { Past } from './past.ts';

const fewestDeaths = 2;

/**
 * Whether the next attempt of a command runs in a process of its own, for earlier ones may have killed their workers.
 * The first death is no reason yet, for it is more often that of a neighbour; before the last attempt it is.
 */
export const isSuspect = (
  { attempts, deaths }: Pick<Past, 'attempts' | 'deaths'>,
  allowedAttempts: number,
): boolean => deaths >= fewestDeaths || (deaths > 0 && attempts + 1 >= allowedAttempts);
