import type { CommandName } from '@signalbox/shared/commands/catalog';
import type { CommandView } from '@signalbox/shared/http/command-view';
import type { ReplayBody } from '@signalbox/shared/http/replay';
import type { Accepted } from '@signalbox/shared/http/submit';
import { awaitEnd } from './commands/await-end.ts';
import { createIdempotencyKey } from './commands/idempotency-key.ts';
import { createReads } from './commands/reads.ts';
import { readResult } from './commands/read-result.ts';
import { expectCompleted, runToEnd } from './commands/run.ts';
import { streamCommand, tailCommands } from './commands/stream.ts';
import { submitBody } from './commands/submit.ts';
import type {
  AnySubmission,
  BatchItem,
  InputOf,
  RequestOptions,
  ResultOf,
  SubmitOptions,
  TailFilter,
  WaitOptions,
} from './commands/types.ts';
import { createTransport, type ApiRequest, type Transport, type TransportOptions } from './http/transport.ts';

const createSubmits = (transport: Transport) => ({
  /**
   * Resolves once the command is kept.
   * @throws ApiProblem
   */
  submit: <Name extends CommandName>(
    name: Name,
    input: InputOf<Name>,
    { idempotencyKey, signal, ...fields }: SubmitOptions = {},
  ): Promise<Accepted> =>
    submitBody(transport, { ...fields, name, input }, { idempotencyKey, signal }) as Promise<Accepted>,

  /** As `submit`, for names and inputs that are known only at run time. */
  submitAny: (
    body: AnySubmission,
    options: Pick<SubmitOptions, 'idempotencyKey' | 'signal'> = {},
  ): Promise<Accepted> => submitBody(transport, body, options) as Promise<Accepted>,

  /**
   * Submits, waits for the end and gives the result.
   * @throws CommandFailed, CommandCanceled, CommandTimeout or ApiProblem
   */
  run: async <Name extends CommandName>(
    name: Name,
    input: InputOf<Name>,
    { idempotencyKey, signal, waitTimeoutMs, ...fields }: SubmitOptions & { waitTimeoutMs?: number } = {},
  ): Promise<ResultOf<Name>> => {
    const options = { idempotencyKey, signal, timeoutMs: waitTimeoutMs };
    const command = await runToEnd(transport, { ...fields, name, input }, options);
    return (await readResult(transport, expectCompleted(command), { signal })) as ResultOf<Name>;
  },

  /** Submits up to 1,000 commands; each is judged for itself. Not repeated by itself, for it has no key. */
  batch: async (commands: readonly AnySubmission[], { signal }: RequestOptions = {}): Promise<BatchItem[]> =>
    (
      await transport.json<{ items: BatchItem[] }>('/v1/commands/batch', {
        method: 'POST',
        body: { commands },
        signal,
      })
    ).items,
});

const createWaits = (transport: Transport) => ({
  /**
   * The command once it has completed.
   * @throws CommandFailed, CommandCanceled, CommandTimeout or ApiProblem
   */
  wait: async (id: string, options: WaitOptions = {}): Promise<CommandView> =>
    expectCompleted(await awaitEnd(transport, id, options)),

  /** As `wait`, but a command that failed or was canceled is an answer too. */
  ended: (id: string, options: WaitOptions = {}): Promise<CommandView> => awaitEnd(transport, id, options),

  /** All that happened to a command and then what happens, live, up to its end. */
  stream: (id: string, options: RequestOptions = {}) => streamCommand(transport, id, options),

  /** What happens to commands from now on, live, until the caller breaks off. */
  tail: (filter: TailFilter = {}, options: RequestOptions = {}) => tailCommands(transport, filter, options),
});

const createControls = (transport: Transport) => {
  const post = <Answer>(path: string, request: Pick<ApiRequest, 'body' | 'headers'>): Promise<Answer> =>
    transport.json<Answer>(path, { method: 'POST', ...request });
  const pathOf = (id: string): string => `/v1/commands/${encodeURIComponent(id)}`;
  return {
    /** Asks for the end of a command; what has ended already is refused with `command.already_ended`. */
    cancel: (id: string, reason?: string): Promise<CommandView> =>
      post(`${pathOf(id)}/cancel`, { body: reason === undefined ? {} : { reason } }),

    /** Makes a new command of an ended one, with the same input unless another is given. */
    retry: (id: string, edit: ReplayBody = {}): Promise<Accepted> =>
      post(`${pathOf(id)}/retry`, { body: edit, headers: { 'idempotency-key': createIdempotencyKey() } }),
  };
};

/**
 * Speaks with the API of Signalbox, from Node or a browser. What may safely be repeated is repeated while the API
 * says that it is a matter of time; streams and waits outlive lost connections.
 */
export const createClient = (options: TransportOptions) => {
  const transport = createTransport(options);
  return {
    ...createSubmits(transport),
    ...createWaits(transport),
    ...createControls(transport),
    ...createReads(transport),
    /** Any other route: the JSON of its answer. */
    request: transport.json,
  };
};

export type Client = ReturnType<typeof createClient>;
