'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { HistoryItem } from '@signalbox/shared/http/command-view';
import { useEventStream } from '../../../lib/live/use-event-stream.ts';
import { useTrailing } from '../../../lib/use-trailing.ts';
import {
  applyEvents,
  dropMismatched,
  hasUnknown,
  mergeHead,
  newerThan,
  type CommandPage,
  type CommandPages,
} from '../command-pages.ts';
import type { Filters } from './filters.ts';
import { readPage } from './read-page.ts';
import { useHold } from './use-hold.ts';

const headSize = 50;
/** The recorder needs a moment until a new command can be listed. */
const headDelayMs = 600;

export const listKey = (filters: Filters) => ['commands', 'list', filters] as const;

interface Waiting {
  filters: Filters;
  head: CommandPage;
}

/** Keeps the rows of the list live: known rows change in place, new ones come on top or wait to be let in. */
export const useLiveRows = (filters: Filters) => {
  const client = useQueryClient();
  const key = listKey(filters);
  const [waiting, setWaiting] = useState<Waiting>();
  const head = waiting?.filters === filters ? waiting.head : undefined;

  const change = (update: (pages: CommandPages) => CommandPages): void => {
    client.setQueryData<CommandPages>(key, (pages) => pages && update(pages));
  };
  const letIn = (page: CommandPage | undefined): void => {
    setWaiting(undefined);
    change((pages) => dropMismatched(page === undefined ? pages : mergeHead(pages, page), filters.status));
  };
  const hold = useHold(() => letIn(head));

  const refreshHead = async (): Promise<void> => {
    const page = await readPage(filters, { limit: headSize }).catch(() => undefined);
    if (page === undefined) return;
    if (hold.isHeld()) setWaiting({ filters, head: page });
    else letIn(page);
  };
  const refreshSoon = useTrailing(() => void refreshHead(), headDelayMs);

  const live = useEventStream<HistoryItem>({
    url: '/v1/events',
    event: 'command',
    onBatch: (batch) => {
      const pages = client.getQueryData<CommandPages>(key);
      if (pages === undefined || hasUnknown(pages, batch)) refreshSoon();
      change((known) => applyEvents(known, batch));
      if (!hold.isHeld()) change((known) => dropMismatched(known, filters.status));
    },
    onReopen: () => void client.invalidateQueries({ queryKey: key }),
  });

  const pages = client.getQueryData<CommandPages>(key);
  return {
    live,
    newer: head === undefined || pages === undefined ? 0 : newerThan(pages, head).length,
    letIn: () => letIn(head),
    pointerHandlers: hold.pointerHandlers,
  };
};
