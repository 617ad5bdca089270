import type { CommandFilter, CommandView } from '../commands/ports.ts';

const mostCounted = 100_000;
const pageSize = 10_000;
const sampleSize = 10;

export interface CommandCount {
  total: number;
  /** Present where counting ended before the commands did. */
  isAtLeast?: true;
  sample: string[];
}

/**
 * Counts what a filter finds, up to a bound.
 * @throws AppError `store.unavailable`
 */
export const countCommands = async (
  view: Pick<CommandView, 'listIds'>,
  filter: CommandFilter,
): Promise<CommandCount> => {
  let total = 0;
  let sample: string[] = [];
  let afterId: string | undefined;
  while (total < mostCounted) {
    const page = { ...filter, limit: pageSize, ...(afterId !== undefined && { afterId }) };
    const ids = await view.listIds(page);
    if (total === 0) sample = ids.slice(0, sampleSize);
    total += ids.length;
    afterId = ids.at(-1);
    if (ids.length < pageSize) return { total, sample };
  }
  return { total, isAtLeast: true, sample };
};
