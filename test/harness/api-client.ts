import type { CommandView, HistoryItem } from '@signalbox/shared/http/command-view';
import { isTerminal } from '@signalbox/shared/status/status';
import { eventually } from './eventually.ts';

export interface Submission {
  name: string;
  input: unknown;
  [field: string]: unknown;
}

const readJson = async <Body>(response: Response): Promise<Body> => {
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response.json() as Promise<Body>;
};

/** What the tests ask of the API. */
export const createApiClient = (url: string) => {
  const get = async <Body>(path: string): Promise<Body> => readJson<Body>(await fetch(url + path));
  const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    get,
    post,
    submit: async (submission: Submission): Promise<string> =>
      (await readJson<{ id: string }>(await post('/v1/commands', submission))).id,
    command: (id: string) => get<CommandView>(`/v1/commands/${id}`),
    history: async (id: string) => (await get<{ items: HistoryItem[] }>(`/v1/commands/${id}/events`)).items,
    /** Waits for the end of a command. */
    ended: (id: string, limitMs = 60_000): Promise<CommandView> =>
      eventually(
        `command ${id} ends`,
        async () => {
          const command = await get<CommandView>(`/v1/commands/${id}`);
          return isTerminal(command.status) && command;
        },
        { limitMs, everyMs: 100 },
      ),
  };
};

export type ApiClient = ReturnType<typeof createApiClient>;
