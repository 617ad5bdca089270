'use client';

import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { CommandStatus } from '@signalbox/shared/status/status';
import { statusNames } from '../status-facts.ts';

export interface Filters {
  status: CommandStatus[];
  q: string;
  name: string;
  queue: string;
}

export const noFilters: Filters = { status: [], q: '', name: '', queue: '' };

const parsers = {
  status: parseAsArrayOf(parseAsStringLiteral(statusNames)).withDefault([]),
  q: parseAsString.withDefault(''),
  name: parseAsString.withDefault(''),
  queue: parseAsString.withDefault(''),
};

/** The filters of the list; they live in the address, so that a view can be kept and sent. */
export const useFilters = (): [Filters, (change: Partial<Filters>) => void] => {
  const [filters, setFilters] = useQueryStates(parsers);
  return [filters, (change) => void setFilters(change)];
};

export const isFiltered = ({ status, q, name, queue }: Filters): boolean =>
  status.length > 0 || q !== '' || name !== '' || queue !== '';
