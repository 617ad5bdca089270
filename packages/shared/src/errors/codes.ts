export type RetryAdvice = 'never' | 'backoff';

interface CodeFacts {
  /** HTTP status where the code reaches a client of the API. */
  status: number;
  title: string;
  /** Whether the same attempt may succeed later. */
  retry: RetryAdvice;
}

/** Every error code there is; status and retry are looked up here, never written where an error is thrown. */
export const codes = {
  'request.malformed': { status: 400, title: 'The body is not valid JSON', retry: 'never' },
  'request.invalid': { status: 422, title: 'The request breaks a rule', retry: 'never' },
  'request.too_large': { status: 413, title: 'The body is too large', retry: 'never' },
  'request.media_type': { status: 415, title: 'The media type is not supported', retry: 'never' },
  'route.not_found': { status: 404, title: 'There is no such route', retry: 'never' },
  'route.wrong_method': { status: 405, title: 'The route does not take this method', retry: 'never' },
  'command.unknown': { status: 404, title: 'No such command is defined', retry: 'never' },
  'command.not_found': { status: 404, title: 'There is no command with this id', retry: 'never' },
  'command.not_ended': { status: 409, title: 'The command has not ended yet', retry: 'backoff' },
  'command.already_ended': { status: 409, title: 'The command has ended', retry: 'never' },
  'command.no_result': { status: 404, title: 'The command has no result', retry: 'never' },
  'command.invalid_input': { status: 422, title: 'The input breaks the command’s schema', retry: 'never' },
  'command.invalid_output': {
    status: 500,
    title: 'The handler returned what its schema forbids',
    retry: 'never',
  },
  'command.result_too_large': { status: 500, title: 'The result is too large to be stored', retry: 'never' },
  'command.undecodable': { status: 500, title: 'The queued message cannot be read', retry: 'never' },
  'command.no_handler': { status: 500, title: 'The worker has no handler for the command', retry: 'never' },
  'command.timed_out': { status: 504, title: 'The attempt took longer than its limit', retry: 'backoff' },
  'command.deadline_exceeded': {
    status: 504,
    title: 'The command did not end by its deadline',
    retry: 'never',
  },
  'command.lost': { status: 500, title: 'Nothing executes the command any more', retry: 'never' },
  'command.canceled': { status: 409, title: 'The command was canceled', retry: 'never' },
  'command.interrupted': {
    status: 503,
    title: 'The worker stopped before the attempt ended',
    retry: 'backoff',
  },
  'command.too_deep': { status: 500, title: 'A family of commands is too deep', retry: 'never' },
  'child.failed': { status: 500, title: 'A child of the command failed', retry: 'never' },
  'step.invalid': { status: 500, title: 'A step breaks a rule: its key or its result', retry: 'never' },
  'handler.failed': { status: 500, title: 'The handler threw an error', retry: 'backoff' },
  'http.unexpected_status': {
    status: 502,
    title: 'The server answered with an unexpected status',
    retry: 'never',
  },
  'http.try_later': { status: 502, title: 'The server asked to be tried later', retry: 'backoff' },
  'http.unreachable': { status: 502, title: 'The server cannot be reached', retry: 'backoff' },
  'http.address_forbidden': {
    status: 403,
    title: 'Requests to this address are not allowed',
    retry: 'never',
  },
  'worker.lost': { status: 500, title: 'The process that ran the command ended', retry: 'backoff' },
  'worker.thread_ended': {
    status: 500,
    title: 'The thread that ran the handler ended before it',
    retry: 'backoff',
  },
  'queue.not_found': { status: 404, title: 'No queue of this name is known', retry: 'never' },
  'schedule.not_found': { status: 404, title: 'There is no schedule with this id', retry: 'never' },
  'schedule.name_taken': { status: 409, title: 'Another schedule has this name', retry: 'never' },
  'action.not_found': { status: 404, title: 'There is no bulk action with this id', retry: 'never' },
  'service.not_found': { status: 404, title: 'No service of this name is known', retry: 'never' },
  'idempotency.mismatch': { status: 422, title: 'The key was used for another request', retry: 'never' },
  'bus.unavailable': { status: 503, title: 'The message bus cannot be reached', retry: 'backoff' },
  'bus.full': { status: 503, title: 'The command stream is full', retry: 'backoff' },
  'store.unavailable': { status: 503, title: 'The database cannot be reached', retry: 'backoff' },
  'health.unavailable': { status: 503, title: 'The health aggregator does not answer', retry: 'backoff' },
  'internal.unexpected': { status: 500, title: 'Something unexpected happened', retry: 'backoff' },
} as const satisfies Record<string, CodeFacts>;

export type ErrorCode = keyof typeof codes;

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(codes, code);
