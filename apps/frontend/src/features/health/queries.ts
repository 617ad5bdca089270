'use client';

import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import type { HealthReport } from '@signalbox/shared/health/report';
import { getJson } from '../../lib/api-client.ts';
import type { StreamState } from '../../lib/live/event-stream.ts';
import { useEventStream } from '../../lib/live/use-event-stream.ts';

const path = '/v1/services';
const key = ['services'] as const;
/** The report is sent at least every ten seconds; after two and a half of these the stream counts as lost. */
const silenceMs = 25_000;

interface LiveReport {
  query: UseQueryResult<HealthReport>;
  live: StreamState;
}

/** The health report, kept up by the server's stream. */
export const useHealthReport = (): LiveReport => {
  const client = useQueryClient();
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => getJson<HealthReport>(path, signal) });
  const live = useEventStream<HealthReport>({
    url: path,
    event: 'report',
    silenceMs,
    onBatch: (batch) => client.setQueryData(key, batch.at(-1)),
    onReopen: () => void client.invalidateQueries(),
  });
  return { query, live };
};
