import type { Problem } from '@signalbox/shared/http/problem';
import { t } from '../messages/index.ts';
import { ApiError } from './api-error.ts';

const noAnswer: Problem = {
  type: 'about:blank',
  title: t.errors.offlineTitle,
  status: 0,
  detail: t.errors.offline,
  code: 'console.unreachable',
  requestId: '',
};

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'detail' in value && 'status' in value && 'code' in value;

const toProblem = async (response: Response): Promise<Problem> => {
  const body: unknown = await response.json().catch(() => undefined);
  if (isProblem(body)) return body;
  return {
    ...noAnswer,
    status: response.status,
    title: response.statusText,
    detail: t.errors.status(response.status),
  };
};

const send = async (path: string, init: RequestInit): Promise<Response> => {
  try {
    return await fetch(path, { ...init, cache: 'no-store' });
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new ApiError(noAnswer);
  }
};

const request = async <Answer>(path: string, init: RequestInit): Promise<Answer> => {
  const response = await send(path, init);
  if (!response.ok) throw new ApiError(await toProblem(response));
  const body: unknown = await response.json();
  // Console and API are of one release and share this contract; the API validates what it sends.
  return body as Answer;
};

/** @throws ApiError */
export const getJson = <Answer>(path: string, signal?: AbortSignal): Promise<Answer> =>
  request<Answer>(path, { headers: { accept: 'application/json' }, ...(signal && { signal }) });

/** @throws ApiError */
export const postJson = <Answer>(path: string, body: unknown): Promise<Answer> =>
  request<Answer>(path, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Joins the given values into a query string; what is undefined or empty is left out. */
export const toQuery = (values: Readonly<Record<string, string | number | undefined>>): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
};
