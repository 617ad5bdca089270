import { createClient, type AnySubmission } from '@signalbox/client';
import type { CommandView } from '@signalbox/shared/http/command-view';

/** What the tests ask of the API. */
export const createApiClient = (url: string) => {
  const client = createClient({ url });
  return {
    client,
    get: <Body>(path: string): Promise<Body> => client.request<Body>(path),
    /** The answer as it is, good or bad. */
    post: (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    submit: async (submission: AnySubmission): Promise<string> => (await client.submitAny(submission)).id,
    command: (id: string): Promise<CommandView> => client.get(id),
    history: (id: string) => client.history(id),
    /** Waits for the end of a command. */
    ended: (id: string, limitMs = 60_000): Promise<CommandView> => client.ended(id, { timeoutMs: limitMs }),
  };
};

export type ApiClient = ReturnType<typeof createApiClient>;
