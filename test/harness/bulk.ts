import type { CommandView } from '@signalbox/shared/http/command-view';
import { isTerminal } from '@signalbox/shared/status/status';
import type { ApiClient } from './api-client.ts';
import { eventually } from './eventually.ts';

const batchSize = 500;

interface BatchAnswer {
  items: { id?: string }[];
}

/** Submits many commands in batches; resolves with the ids of those that were accepted. */
export const submitMany = async (
  api: ApiClient,
  count: number,
  toCommand: (index: number) => Record<string, unknown>,
): Promise<string[]> => {
  const ids: string[] = [];
  for (let start = 0; start < count; start += batchSize) {
    const size = Math.min(batchSize, count - start);
    const commands = Array.from({ length: size }, (_, index) => toCommand(start + index));
    const response = await api.post('/v1/commands/batch', { commands });
    const { items } = (await response.json()) as BatchAnswer;
    for (const { id } of items) if (id !== undefined) ids.push(id);
  }
  return ids;
};

/** Every command that carries this tag. */
const listTagged = async (api: ApiClient, tag: string): Promise<CommandView[]> => {
  const found: CommandView[] = [];
  let cursor = '';
  for (;;) {
    const page = await api.get<{ items: CommandView[]; nextCursor?: string }>(
      `/v1/commands?limit=200&tag=${tag}${cursor}`,
    );
    found.push(...page.items);
    if (page.nextCursor === undefined) return found;
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
};

/** Waits until so many commands of this tag have ended; resolves with all of them. */
export const awaitEnded = (
  api: ApiClient,
  { tag, count, limitMs = 60_000 }: { tag: string; count: number; limitMs?: number },
): Promise<CommandView[]> =>
  eventually(
    `${count} commands of ${tag} end`,
    async () => {
      const commands = await listTagged(api, tag);
      const ended = commands.filter(({ status }) => isTerminal(status)).length;
      if (ended === count) return commands;
      throw new Error(`${ended} of ${commands.length} have ended`);
    },
    { limitMs, everyMs: 500 },
  );
