import type { httpRequest } from '@signalbox/shared/commands/http-request';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { Handler } from './handler.ts';
import { assertAllowedAddress } from './http/address-guard.ts';
import { readLimitedBody } from './http/read-limited-body.ts';
import { parseRetryAfterMs } from './http/retry-after.ts';

const maxBodyBytes = 256 * 1024;
const maxRedirects = 5;

type Input = Parameters<Handler<typeof httpRequest>>[0];

const describeCause = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
};

const fetchOnce = async (url: URL, input: Input, signal: AbortSignal): Promise<Response> => {
  try {
    return await fetch(url, {
      method: input.method,
      headers: input.headers,
      redirect: 'manual',
      signal,
      ...(input.body !== undefined && { body: input.body }),
    });
  } catch (error) {
    signal.throwIfAborted();
    throw new AppError('http.unreachable', `${url.host} cannot be reached: ${describeCause(error)}.`, {
      cause: error,
    });
  }
};

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/** Follows redirects one by one, since each may lead to an address that is not allowed. */
const follow = async (
  input: Input,
  { signal, allowPrivate }: { signal: AbortSignal; allowPrivate: boolean },
): Promise<Response> => {
  let url = new URL(input.url);
  for (let hops = 0; hops <= maxRedirects; hops += 1) {
    await assertAllowedAddress(url, allowPrivate);
    const response = await fetchOnce(url, input, signal);
    const location = response.headers.get('location');
    const wanted = input.expectStatus === response.status;
    const safe = input.method === 'GET' || input.method === 'HEAD';
    if (wanted || !safe || !isRedirect(response.status) || !location) return response;
    await response.body?.cancel();
    url = new URL(location, url);
  }
  throw new AppError('http.unexpected_status', `${input.url} redirects more than ${maxRedirects} times.`);
};

const assertExpected = (response: Response, input: Input, body: string): void => {
  const { status } = response;
  const expected =
    input.expectStatus === undefined ? status >= 200 && status < 300 : status === input.expectStatus;
  if (expected) return;
  const details = { status, body: body.slice(0, 500) };
  if (status === 429 || status >= 500) {
    const retryAfterMs = parseRetryAfterMs(response.headers.get('retry-after'), Date.now());
    throw new AppError('http.try_later', `${input.url} answered ${status}.`, {
      details,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
  }
  throw new AppError(
    'http.unexpected_status',
    `${input.url} answered ${status}; expected ${input.expectStatus ?? '2xx'}.`,
    { details },
  );
};

export const sendHttpRequest: Handler<typeof httpRequest> = async (
  input,
  { signal, allowPrivateAddresses },
) => {
  const startedAt = performance.now();
  const response = await follow(input, { signal, allowPrivate: allowPrivateAddresses });
  const { text, truncated } = await readLimitedBody(response, maxBodyBytes);
  assertExpected(response, input, text);
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: text,
    truncated,
    durationMs: performance.now() - startedAt,
  };
};
