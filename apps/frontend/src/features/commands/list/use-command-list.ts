'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo } from 'react';
import type { CommandPage, CommandPages } from '../command-pages.ts';
import type { Filters } from './filters.ts';
import { readPage } from './read-page.ts';
import { listKey, useLiveRows } from './use-live-rows.ts';

const pageSize = 100;

/** The commands that match, page by page, and live. */
export const useCommandList = (filters: Filters) => {
  const query = useInfiniteQuery<
    CommandPage,
    Error,
    CommandPages,
    ReturnType<typeof listKey>,
    string | undefined
  >({
    queryKey: listKey(filters),
    queryFn: ({ pageParam, signal }) => readPage(filters, { limit: pageSize, cursor: pageParam, signal }),
    initialPageParam: undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });
  // What arrives live may be drawn a little later; a click or a key may not wait for it.
  const pages = useDeferredValue(query.data?.pages);
  const rows = useMemo(() => pages?.flatMap(({ items }) => items), [pages]);
  return { query, rows, ...useLiveRows(filters) };
};
