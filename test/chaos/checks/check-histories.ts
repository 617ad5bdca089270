import type { HistoryItem } from '@signalbox/shared/http/command-view';

const sampleSize = 200;
const terminalTypes: ReadonlySet<string> = new Set(['completed', 'failed', 'canceled']);

const countEnds = async (apiUrl: string, id: string): Promise<number> => {
  const response = await fetch(`${apiUrl}/v1/commands/${id}/events`);
  const { items } = (await response.json()) as { items: HistoryItem[] };
  return items.filter(({ type }) => terminalTypes.has(type)).length;
};

/**
 * Reads histories through the API: those of which more than one end was told, and some of the others. One sentence
 * for each that does not have exactly one end.
 */
export const checkHistories = async (
  apiUrl: string,
  { ids, suspects }: { ids: readonly string[]; suspects: ReadonlySet<string> },
): Promise<string[]> => {
  const every = Math.max(1, Math.floor(ids.length / sampleSize));
  const sample = [...suspects, ...ids.filter((_, index) => index % every === 0)];
  const wrong: string[] = [];
  for (const id of new Set(sample)) {
    const ends = await countEnds(apiUrl, id);
    if (ends !== 1) wrong.push(`${id} has ${ends} ends in its history`);
  }
  return wrong;
};
