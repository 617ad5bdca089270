'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { useState, type ReactNode } from 'react';
import { ApiProblem } from '@signalbox/client';

const mostRetries = 2;

const createClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        retry: (count, error) => count < mostRetries && error instanceof ApiProblem && error.isPassing,
        retryDelay: (count) => 500 * 2 ** count,
        // Loopback has no "network"; the API is asked even where the browser believes itself offline.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });

/** The query cache and the URL's state for everything below. */
export const Providers = ({ children }: { children: ReactNode }) => {
  const [client] = useState(createClient);
  return (
    <QueryClientProvider client={client}>
      <NuqsAdapter>{children}</NuqsAdapter>
    </QueryClientProvider>
  );
};
