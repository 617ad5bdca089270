import { problemSchema } from '@signalbox/shared/http/problem';
import { ApiProblem } from '../api-problem.ts';

/** Retry-After in ms: seconds or a date, RFC 9110; undefined if there is none that can be read. */
export const readRetryAfterMs = (header: string | null, nowMs: number): number | undefined => {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds * 1_000;
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
};

/** What an answer that is not good says; of something between here and the API it says little. */
export const toProblem = async (response: Response): Promise<ApiProblem> => {
  const retryAfterMs = readRetryAfterMs(response.headers.get('retry-after'), Date.now());
  const text = await response.text().catch(() => '');
  const parsed = problemSchema.safeParse(parseJson(text));
  if (parsed.success) return new ApiProblem(parsed.data, { retryAfterMs });
  return new ApiProblem(
    {
      type: 'about:blank',
      title: response.statusText || `Status ${response.status}`,
      status: response.status,
      detail: `The answer is ${response.status} and no problem document: ${text.slice(0, 200)}`,
      code: 'client.unexpected_answer',
      requestId: response.headers.get('x-request-id') ?? '',
    },
    { retryAfterMs },
  );
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** No answer came at all. */
export const toUnreachable = (url: string, cause: unknown): ApiProblem =>
  new ApiProblem(
    {
      type: 'about:blank',
      title: 'The API cannot be reached',
      status: 0,
      detail: `No answer from ${url || 'the API'}: ${describe(cause)}`,
      code: 'client.unreachable',
      requestId: '',
    },
    { cause },
  );

/** Node tells what happened only in the cause. */
const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
};
