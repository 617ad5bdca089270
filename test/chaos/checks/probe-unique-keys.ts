import { ask } from '../load/ask-api.ts';

const waitMs = 20_000;

/**
 * Submits one command for each unique key once all is quiet: a key whose holder has ended refuses nobody. One sentence
 * for each key that does.
 */
export const probeUniqueKeys = async (apiUrl: string, uniqueKeys: Iterable<string>): Promise<string[]> => {
  const wrong = [...uniqueKeys].map(async (uniqueKey) => {
    const body = { name: 'demo.slow', input: { durationMs: 0, steps: 1 }, uniqueKey, tags: ['probe'] };
    const request = { path: `/v1/commands?waitMs=${waitMs}`, body: JSON.stringify(body) };
    const answer = await ask(apiUrl, request, waitMs + 5_000);
    const { status, tags } = (answer?.body ?? {}) as { status?: string; tags?: string[] };
    const isOwn = status === 'completed' && tags?.includes('probe');
    return isOwn ? [] : [`the key ${uniqueKey} is not free at the end: ${JSON.stringify(answer?.body)}`];
  });
  return (await Promise.all(wrong)).flat();
};
