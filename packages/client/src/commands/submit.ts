import type { CommandView } from '@signalbox/shared/http/command-view';
import type { Accepted } from '@signalbox/shared/http/submit';
import type { Transport } from '../http/transport.ts';
import { toQuery } from '../http/to-query.ts';
import { createIdempotencyKey } from './idempotency-key.ts';
import type { AnySubmission, RequestOptions } from './types.ts';

interface SubmitRequest extends RequestOptions {
  idempotencyKey?: string | undefined;
  /** Lets the API answer with the whole command if it ends within this time, in ms. */
  waitMs?: number | undefined;
}

/**
 * Submits one command. It always has a key, so that a lost answer is asked for again and runs nothing twice.
 * @throws ApiProblem, or the signal's reason
 */
export const submitBody = (
  transport: Transport,
  body: AnySubmission,
  { idempotencyKey = createIdempotencyKey(), waitMs, signal }: SubmitRequest = {},
): Promise<Accepted | CommandView> =>
  transport.json<Accepted | CommandView>(`/v1/commands${toQuery({ waitMs })}`, {
    method: 'POST',
    body,
    headers: { 'idempotency-key': idempotencyKey },
    signal,
  });
