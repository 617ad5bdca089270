import { setTimeout as wait } from 'node:timers/promises';

export interface ApiRequest {
  method?: 'GET' | 'POST' | 'PATCH';
  path: string;
  /** JSON. */
  body?: string;
  /** `Idempotency-Key`. */
  key?: string;
}

export interface Answer {
  status: number;
  body: unknown;
}

export interface AskOptions {
  /** Which API is asked first; after no answer, or a bad one, the next is. */
  via?: number;
  /** How long one answer may take. */
  answerMs?: number;
  /** How long the request is repeated. */
  limitMs?: number;
  onRepeat?: () => void;
}

const answerLimitMs = 10_000;
const repeatMs = 250;
const repeatLimitMs = 60_000;

/** Asks once; undefined if nobody answered in time. */
export const ask = async (
  url: string,
  { method = 'POST', path, body, key }: ApiRequest,
  answerMs = answerLimitMs,
): Promise<Answer | undefined> => {
  try {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(answerMs),
    });
    return { status: response.status, body: await response.json() };
  } catch {
    return undefined;
  }
};

const isSettled = (answer: Answer | undefined): boolean =>
  answer !== undefined && answer.status < 500 && answer.status !== 429;

/** Asks until the answer is neither missing nor a plea to come back later; the last answer if that takes too long. */
export const askUntilSettled = async (
  urls: readonly string[],
  request: ApiRequest,
  { via = 0, answerMs, limitMs = repeatLimitMs, onRepeat }: AskOptions = {},
): Promise<Answer | undefined> => {
  const deadline = performance.now() + limitMs;
  for (let turn = via; ; turn += 1) {
    const answer = await ask(urls[turn % urls.length] ?? '', request, answerMs);
    if (isSettled(answer) || performance.now() > deadline) return answer;
    onRepeat?.();
    await wait(repeatMs);
  }
};
