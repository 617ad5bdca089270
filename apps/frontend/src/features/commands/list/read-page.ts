import { getJson, toQuery } from '../../../lib/api-client.ts';
import type { CommandPage } from '../command-pages.ts';
import type { Filters } from './filters.ts';

interface PageOptions {
  limit: number;
  cursor?: string | undefined;
  signal?: AbortSignal;
}

/** One page of the commands that match. */
export const readPage = (filters: Filters, { limit, cursor, signal }: PageOptions): Promise<CommandPage> =>
  getJson<CommandPage>(
    `/v1/commands${toQuery({ ...filters, status: filters.status.join(','), limit, cursor })}`,
    signal,
  );
