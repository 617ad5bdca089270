'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { HistoryItem } from '@signalbox/shared/http/command-view';
import { getJson } from '../../../lib/api-client.ts';
import { useEventStream } from '../../../lib/live/use-event-stream.ts';
import { applyHistory } from '../apply-history.ts';
import { mergeHistory } from '@signalbox/shared/http/merge-history';
import { useCommandView, viewKey } from '../queries.ts';
import { hasEnded } from '../status-facts.ts';

interface History {
  items: HistoryItem[];
}

/** One command with its history, live until it ends. The view never falls behind the history, whichever is read first. */
export const useCommand = (id: string) => {
  const client = useQueryClient();
  const historyKey = ['commands', 'history', id] as const;
  const view = useCommandView(id);
  const path = `/v1/commands/${encodeURIComponent(id)}/events`;
  const merge = (more: readonly HistoryItem[]): History => ({
    items: mergeHistory(client.getQueryData<History>(historyKey)?.items ?? [], more),
  });
  const history = useQuery({
    queryKey: historyKey,
    queryFn: async ({ signal }) => merge((await getJson<History>(path, signal)).items),
  });

  const items = useMemo(() => history.data?.items ?? [], [history.data]);
  const command = useMemo(() => view.data && items.reduce(applyHistory, view.data), [view.data, items]);
  const isOpen = command !== undefined && !hasEnded(command.status);

  const live = useEventStream<HistoryItem>({
    url: isOpen ? path : undefined,
    event: 'command',
    onBatch: (batch) => client.setQueryData<History>(historyKey, merge(batch)),
    onReopen: () => {
      void client.invalidateQueries({ queryKey: viewKey(id) });
      void client.invalidateQueries({ queryKey: historyKey });
    },
  });

  return { command, history: items, view, live: isOpen ? live : undefined };
};
