/** What one request is answered with; an error is a broken connection. */
export type Answer = Response | Error | ((request: { path: string; init: RequestInit }) => Response | Error);

export interface FakeApi {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** `GET /v1/…`, in the order in which they came. */
  requests: string[];
  headers: Record<string, string>[];
}

/** An API that answers each request with the next of these answers, the last one for ever. */
export const createFakeApi = (...answers: Answer[]): FakeApi => {
  const requests: string[] = [];
  const headers: Record<string, string>[] = [];
  return {
    requests,
    headers,
    fetch: async (url, init) => {
      const path = url.replace(/^https?:\/\/[^/]+/, '');
      const answer = answers[Math.min(requests.length, answers.length - 1)];
      requests.push(`${init.method} ${path}`);
      headers.push(init.headers as Record<string, string>);
      const made = typeof answer === 'function' ? answer({ path, init }) : answer;
      if (made instanceof Response) return made.clone();
      throw made ?? new TypeError('fetch failed');
    },
  };
};

export const json = (body: unknown, init: ResponseInit = {}): Response => Response.json(body, init);

export const problem = (status: number, code: string, headers: Record<string, string> = {}): Response =>
  json(
    { type: 'x', title: code, status, detail: `because ${code}`, code, requestId: 'r' },
    { status, headers },
  );

/** An event stream of these items that then ends, as a connection that is lost does. */
export const eventStream = (...items: { seq: number; type: string }[]): Response =>
  new Response(
    items
      .map(({ seq, type }) => `id: ${seq}\nevent: command\ndata: ${JSON.stringify({ seq, type })}\n\n`)
      .join('') || ': nothing\n\n',
    { headers: { 'content-type': 'text/event-stream' } },
  );
