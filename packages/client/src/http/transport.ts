import { ApiProblem } from '../api-problem.ts';
import { sleep, toBackOffMs } from './back-off.ts';
import { toProblem, toUnreachable } from './to-problem.ts';

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface TransportOptions {
  /** Of the API, without a path; empty in a page that is served from the same place. */
  url: string;
  /** Sent with every request, such as an authorization. */
  headers?: Readonly<Record<string, string>> | undefined;
  fetch?: Fetch | undefined;
  /** Tries of a request that may safely be repeated, the first included; 1 switches that off. 5 unless given. */
  maxAttempts?: number | undefined;
}

export interface ApiRequest {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
}

export interface Transport {
  /**
   * The JSON of a good answer. Console, tests and API are of one release, so it is not validated.
   * @throws ApiProblem, or the signal's reason
   */
  json: <Answer>(path: string, request?: ApiRequest) => Promise<Answer>;
  /**
   * A good answer whose body is still to be read; never repeated.
   * @throws ApiProblem, or the signal's reason
   */
  open: (path: string, request?: ApiRequest) => Promise<Response>;
}

/** A longer Retry-After is for the caller to decide on. */
const longestRetryAfterMs = 30_000;
const defaultMaxAttempts = 5;

/** Reading changes nothing, and what comes with a key is done once however often it comes. */
const isRepeatable = ({ method = 'GET', headers = {} }: ApiRequest): boolean =>
  method === 'GET' || (method === 'POST' && Object.hasOwn(headers, 'idempotency-key'));

/** How long to wait before a repetition, in ms; undefined if it would be no good. */
const toRetryMs = (error: unknown, failures: number): number | undefined => {
  if (!(error instanceof ApiProblem) || ![0, 429, 502, 503, 504].includes(error.status)) return undefined;
  const leastMs = error.retryAfterMs ?? 0;
  return leastMs > longestRetryAfterMs ? undefined : Math.max(leastMs, toBackOffMs(failures));
};

const toInit = (
  { method = 'GET', body, headers, signal }: ApiRequest,
  common: Readonly<Record<string, string>>,
): RequestInit => ({
  method,
  cache: 'no-store',
  headers: {
    accept: 'application/json',
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...common,
    ...headers,
  },
  ...(body !== undefined && { body: JSON.stringify(body) }),
  ...(signal && { signal }),
});

/** Speaks HTTP with the API; repeats what may be repeated while the API says that it is a matter of time. */
export const createTransport = ({
  url,
  headers = {},
  fetch = globalThis.fetch.bind(globalThis),
  maxAttempts = defaultMaxAttempts,
}: TransportOptions): Transport => {
  const base = url.replace(/\/+$/, '');

  const open = async (path: string, request: ApiRequest = {}): Promise<Response> => {
    const response = await fetch(base + path, toInit(request, headers)).catch((error: unknown) => {
      request.signal?.throwIfAborted();
      throw toUnreachable(base, error);
    });
    if (response.ok) return response;
    throw await toProblem(response);
  };

  const readJson = async <Answer>(path: string, request: ApiRequest): Promise<Answer> => {
    const response = await open(path, request);
    try {
      return (await response.json()) as Answer;
    } catch (error) {
      request.signal?.throwIfAborted();
      throw toUnreachable(base, error);
    }
  };

  const json = async <Answer>(path: string, request: ApiRequest = {}): Promise<Answer> => {
    for (let failures = 1; ; failures += 1) {
      try {
        return await readJson<Answer>(path, request);
      } catch (error) {
        const waitMs = isRepeatable(request) ? toRetryMs(error, failures) : undefined;
        if (waitMs === undefined || failures >= maxAttempts) throw error;
        await sleep(waitMs, request.signal);
      }
    }
  };

  return { json, open };
};
