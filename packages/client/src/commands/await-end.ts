import type { CommandView, HistoryItem } from '@signalbox/shared/http/command-view';
import { isTerminal, terminalStatuses } from '@signalbox/shared/status/status';
import { ApiProblem } from '../api-problem.ts';
import { CommandTimeout } from '../command-errors.ts';
import { sleep, toBackOffMs } from '../http/back-off.ts';
import type { Transport } from '../http/transport.ts';
import { readOnce, type StreamPlace } from '../sse/follow.ts';
import type { WaitOptions } from './types.ts';

const isEnd = (data: string): boolean => {
  const { type } = JSON.parse(data) as HistoryItem;
  return (terminalStatuses as readonly string[]).includes(type);
};

/** Less than the API's ping, so that a proxy which holds events back costs a question now and then, and no more. */
const silenceMs = 20_000;

/** Looks at one command until it has ended. */
class Wait {
  readonly #transport: Transport;
  readonly #path: string;
  readonly #place: StreamPlace = { lastEventId: '' };
  #failures = 0;
  #hasHeardEnd = false;
  last: CommandView | undefined;

  constructor(transport: Transport, id: string) {
    this.#transport = transport;
    this.#path = `/v1/commands/${encodeURIComponent(id)}`;
  }

  /** @throws ApiProblem for a refusal that time does not mend, or the signal's reason */
  async ended(signal: AbortSignal): Promise<CommandView> {
    for (;;) {
      try {
        this.last = await this.#transport.json<CommandView>(this.#path, { signal });
        if (isTerminal(this.last.status)) return this.last;
        // What was heard of is recorded a moment later, if at all.
        if (!this.#hasHeardEnd && (await this.#hearEnd(signal))) continue;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof ApiProblem) || !error.isPassing) throw error;
      }
      this.#failures += 1;
      await sleep(toBackOffMs(this.#failures), signal);
    }
  }

  /** @returns false if the stream ended before the command */
  async #hearEnd(signal: AbortSignal): Promise<boolean> {
    const source = { transport: this.#transport, path: `${this.#path}/events`, silenceMs, signal };
    for await (const message of readOnce(source, this.#place)) {
      this.#failures = 0;
      if (!isEnd(message.data)) continue;
      this.#hasHeardEnd = true;
      return true;
    }
    return false;
  }
}

/**
 * The command once it has ended, heard by its event stream, and asked for where that is lost.
 * @throws CommandTimeout, ApiProblem or the signal's reason
 */
export const awaitEnd = async (
  transport: Transport,
  id: string,
  { timeoutMs, signal }: WaitOptions = {},
): Promise<CommandView> => {
  const wait = new Wait(transport, id);
  const limit = new AbortController();
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => limit.abort(), timeoutMs);
  try {
    return await wait.ended(signal ? AbortSignal.any([signal, limit.signal]) : limit.signal);
  } catch (error) {
    signal?.throwIfAborted();
    if (timeoutMs === undefined || !limit.signal.aborted) throw error;
    throw new CommandTimeout(id, timeoutMs, wait.last);
  } finally {
    clearTimeout(timer);
  }
};
