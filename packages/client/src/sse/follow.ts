import { ApiProblem } from '../api-problem.ts';
import { sleep, toBackOffMs } from '../http/back-off.ts';
import { toUnreachable } from '../http/to-problem.ts';
import type { Transport } from '../http/transport.ts';
import { readMessages } from './read-messages.ts';
import type { SseMessage } from './sse-parser.ts';

export interface StreamSource {
  transport: Transport;
  path: string;
  /** The server says something at least this often; longer silence counts as a lost connection. */
  silenceMs?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** The place in a stream that a client has come to; kept over connections. */
export interface StreamPlace {
  lastEventId: string;
}

/** The API pings every 15 s. */
const defaultSilenceMs = 40_000;

const open = async ({ transport, path, signal }: StreamSource, place: StreamPlace) => {
  const response = await transport.open(path, {
    headers: {
      accept: 'text/event-stream',
      ...(place.lastEventId !== '' && { 'last-event-id': place.lastEventId }),
    },
    signal,
  });
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (isStream && response.body) return response.body;
  void response.body?.cancel().catch(() => undefined);
  throw toUnreachable(path, new Error('the answer is no event stream'));
};

/**
 * The messages of one connection from a place on; returns when the connection ends.
 * @throws ApiProblem if it cannot be opened or breaks, or the signal's reason
 */
export async function* readOnce(
  source: StreamSource,
  place: StreamPlace,
): AsyncGenerator<SseMessage, void, undefined> {
  const body = await open(source, place);
  try {
    for await (const message of readMessages(body, source.silenceMs ?? defaultSilenceMs)) {
      place.lastEventId = message.lastEventId || place.lastEventId;
      yield message;
    }
  } catch (error) {
    source.signal?.throwIfAborted();
    throw error instanceof ApiProblem ? error : toUnreachable(source.path, error);
  }
}

/**
 * The messages of a stream over all its connections: what is lost is opened again with growing waits, after the
 * message that was seen last. Never ends by itself.
 * @throws ApiProblem for a refusal that time does not mend, or the signal's reason
 */
export async function* follow(source: StreamSource): AsyncGenerator<SseMessage, never, undefined> {
  const place: StreamPlace = { lastEventId: '' };
  for (let failures = 0; ;) {
    try {
      for await (const message of readOnce(source, place)) {
        failures = 0;
        yield message;
      }
    } catch (error) {
      if (!(error instanceof ApiProblem) || !error.isPassing) throw error;
    }
    failures += 1;
    await sleep(toBackOffMs(failures), source.signal);
  }
}
