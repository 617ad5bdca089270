import type { CatalogEntry } from '@signalbox/shared/commands/catalog';
import type { CommandLog, CommandView, HistoryItem } from '@signalbox/shared/http/command-view';
import type { QueuePatch, QueueView } from '@signalbox/shared/http/stats';
import type { ScheduleView } from '@signalbox/shared/http/schedules';
import { toQuery } from '../http/to-query.ts';
import type { Transport } from '../http/transport.ts';
import type { CommandPage, ListFilter, RequestOptions } from './types.ts';

const pathOf = (id: string): string => `/v1/commands/${encodeURIComponent(id)}`;

/** Everything that asks and changes nothing, and the switches of a queue. */
export const createReads = (transport: Transport) => {
  const read = async <Item>(path: string, { signal }: RequestOptions): Promise<Item[]> =>
    (await transport.json<{ items: Item[] }>(path, { signal })).items;

  const list = (filter: ListFilter = {}, { signal }: RequestOptions = {}): Promise<CommandPage> =>
    transport.json<CommandPage>(`/v1/commands${toQuery(filter)}`, { signal });

  return {
    /** One page of the commands of a filter, the newest first. */
    list,

    /** All commands of a filter, page by page as they are asked for. */
    async *listAll(filter: ListFilter = {}, options: RequestOptions = {}): AsyncGenerator<CommandView> {
      let { cursor } = filter;
      do {
        const page = await list({ ...filter, ...(cursor !== undefined && { cursor }) }, options);
        yield* page.items;
        cursor = page.nextCursor;
      } while (cursor !== undefined);
    },

    /** One command as it stands. */
    get: (id: string, { signal }: RequestOptions = {}): Promise<CommandView> =>
      transport.json<CommandView>(pathOf(id), { signal }),

    /** What happened to a command, oldest first. */
    history: (id: string, options: RequestOptions = {}) => read<HistoryItem>(`${pathOf(id)}/events`, options),

    /** What the handler told its log, oldest first: all of it. */
    logs: async (id: string, { signal }: RequestOptions = {}): Promise<CommandLog['items']> => {
      const lines: CommandLog['items'] = [];
      let after: string | undefined;
      do {
        const page = await transport.json<CommandLog>(`${pathOf(id)}/logs${toQuery({ after })}`, { signal });
        lines.push(...page.items);
        after = page.nextCursor;
      } while (after !== undefined);
      return lines;
    },

    /** The result of a completed command, of any size. */
    result: (id: string, { signal }: RequestOptions = {}): Promise<unknown> =>
      transport.json<unknown>(`${pathOf(id)}/result`, { signal }),

    /** Every command that can be submitted. */
    catalog: async ({ signal }: RequestOptions = {}): Promise<CatalogEntry[]> =>
      (await transport.json<{ commands: CatalogEntry[] }>('/v1/catalog', { signal })).commands,

    queues: (options: RequestOptions = {}) => read<QueueView>('/v1/queues', options),

    /** Pauses a queue or limits it, for all workers at once. */
    setQueue: (name: string, patch: QueuePatch): Promise<QueueView> =>
      transport.json<QueueView>(`/v1/queues/${encodeURIComponent(name)}`, { method: 'PATCH', body: patch }),

    schedules: (options: RequestOptions = {}) => read<ScheduleView>('/v1/schedules', options),
  };
};
