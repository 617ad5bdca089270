'use client';

import { useQuery } from '@tanstack/react-query';
import type { CatalogEntry } from '@signalbox/shared/commands/catalog';
import type { CommandView } from '@signalbox/shared/http/command-view';
import { getJson } from '../../lib/api-client.ts';

const catalogStaleMs = 300_000;

/** Every command that can be submitted; it changes only with a release. */
export const useCatalog = () =>
  useQuery({
    queryKey: ['catalog'],
    queryFn: ({ signal }) => getJson<{ commands: CatalogEntry[] }>('/v1/catalog', signal),
    select: ({ commands }) => commands,
    staleTime: catalogStaleMs,
  });

export const viewKey = (id: string) => ['commands', 'view', id] as const;

export const useCommandView = (id: string | undefined) =>
  useQuery({
    queryKey: viewKey(id ?? ''),
    queryFn: ({ signal }) => getJson<CommandView>(`/v1/commands/${encodeURIComponent(id ?? '')}`, signal),
    enabled: id !== undefined && id !== '',
  });
