import type { HistoryItem } from '@signalbox/shared/http/command-view';

export interface EventFilterOptions {
  ids?: readonly string[];
  names?: readonly string[];
  queues?: readonly string[];
  types?: readonly string[];
}

/** Enough for all commands that run at once; older ones have ended. */
const rememberedIds = 20_000;

/** Progress does not say which command it is of; what was said of that id before does. */
const createFactsMemory = () => {
  const facts = new Map<string, { name: string; queue: string }>();
  return (item: HistoryItem): { name?: string; queue?: string } => {
    if (item.name === undefined || item.queue === undefined) return facts.get(item.id) ?? {};
    const known = { name: item.name, queue: item.queue };
    facts.set(item.id, known);
    const oldest = facts.size > rememberedIds ? facts.keys().next().value : undefined;
    if (oldest !== undefined) facts.delete(oldest);
    return known;
  };
};

const allows = (list: readonly string[] | undefined, value: string | undefined): boolean =>
  list === undefined || (value !== undefined && list.includes(value));

/** Decides which events one watcher wants. */
export const createEventFilter = ({
  ids,
  names,
  queues,
  types,
}: EventFilterOptions): ((item: HistoryItem) => boolean) => {
  const recall = names || queues ? createFactsMemory() : undefined;
  return (item) => {
    const { name, queue } = recall?.(item) ?? {};
    return allows(ids, item.id) && allows(types, item.type) && allows(names, name) && allows(queues, queue);
  };
};
