'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { CommandView, HistoryItem } from '@signalbox/shared/http/command-view';
import type { QueueView, Stats } from '@signalbox/shared/http/stats';
import { getJson, toQuery } from '../../lib/api-client.ts';
import { useEventStream } from '../../lib/live/use-event-stream.ts';
import { useTrailing } from '../../lib/use-trailing.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
/** Waits grow and minutes end also when nothing happens. */
const idleRefreshMs = 15_000;
/** The recorder needs a moment until an event is in the figures. */
const recordedAfterMs = 700;
const mostFailures = 200;

const root = 'overview';

interface CommandList {
  items: CommandView[];
  nextCursor?: string;
}

export const useStats = () =>
  useQuery({
    queryKey: [root, 'stats'],
    queryFn: ({ signal }) =>
      getJson<Stats>(`/v1/stats${toQuery({ window: hourMs, step: minuteMs })}`, signal),
    refetchInterval: idleRefreshMs,
  });

export const useQueues = () =>
  useQuery({
    queryKey: [root, 'queues'],
    queryFn: ({ signal }) => getJson<{ items: QueueView[] }>('/v1/queues', signal),
    refetchInterval: idleRefreshMs,
  });

/** The failed commands of the last hour, at most 200; `isCut` tells that there are more. */
export const useFailures = () =>
  useQuery({
    queryKey: [root, 'failures'],
    queryFn: async ({ signal }) => {
      const from = new Date(Date.now() - hourMs).toISOString();
      const list = await getJson<CommandList>(
        `/v1/commands${toQuery({ status: 'failed', from, limit: mostFailures })}`,
        signal,
      );
      return { items: list.items, isCut: list.nextCursor !== undefined };
    },
    refetchInterval: idleRefreshMs,
  });

/** Whether any command was ever accepted. */
export const useHasCommands = () =>
  useQuery({
    queryKey: [root, 'any'],
    queryFn: async ({ signal }) =>
      (await getJson<CommandList>('/v1/commands?limit=1', signal)).items.length > 0,
  });

/** Reads the figures again soon after anything happens to a command. */
export const useFreshFigures = (): void => {
  const client = useQueryClient();
  const refresh = useTrailing(() => void client.invalidateQueries({ queryKey: [root] }), recordedAfterMs);
  useEventStream<HistoryItem>({ url: '/v1/events', event: 'command', onBatch: refresh, onReopen: refresh });
};
