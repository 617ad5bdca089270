import { ApiProblem, createClient } from '@signalbox/client';
import { t } from '../messages/index.ts';

export { toQuery } from '@signalbox/client';

/** Asks the server that the page came from, once: queries have their own rule of repetition. */
const client = createClient({ url: '', maxAttempts: 1 });

/** What the client itself has to say of a failure, in the console's words. */
const inOwnWords = (error: unknown): unknown => {
  if (!(error instanceof ApiProblem)) return error;
  const { problem, retryAfterMs } = error;
  const withText = (text: { title?: string; detail: string }): ApiProblem =>
    new ApiProblem({ ...problem, ...text }, { retryAfterMs, cause: error });
  if (problem.code === 'client.unreachable')
    return withText({ title: t.errors.offlineTitle, detail: t.errors.offline });
  if (problem.code === 'client.unexpected_answer')
    return withText({ detail: t.errors.status(problem.status) });
  return error;
};

const request = async <Answer>(...call: Parameters<typeof client.request>): Promise<Answer> => {
  try {
    // Console and API are of one release and share this contract; the API validates what it sends.
    return await client.request<Answer>(...call);
  } catch (error) {
    throw inOwnWords(error);
  }
};

/** @throws ApiProblem */
export const getJson = <Answer>(path: string, signal?: AbortSignal): Promise<Answer> =>
  request<Answer>(path, { signal });

/** @throws ApiProblem */
export const postJson = <Answer>(path: string, body: unknown): Promise<Answer> =>
  request<Answer>(path, { method: 'POST', body });
