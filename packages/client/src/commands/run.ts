import type { CommandView } from '@signalbox/shared/http/command-view';
import type { Accepted } from '@signalbox/shared/http/submit';
import { isTerminal } from '@signalbox/shared/status/status';
import { CommandCanceled, CommandFailed, CommandTimeout } from '../command-errors.ts';
import type { Transport } from '../http/transport.ts';
import { awaitEnd } from './await-end.ts';
import { submitBody } from './submit.ts';
import type { AnySubmission, SubmitOptions, WaitOptions } from './types.ts';

/** Proxies cut what is silent for a minute; what takes longer is followed by its events. */
const longestAnswerMs = 20_000;

const isEnded = (answer: Accepted | CommandView): answer is CommandView =>
  'submittedAt' in answer && isTerminal(answer.status);

/**
 * @returns the completed command
 * @throws CommandFailed or CommandCanceled that carry it
 */
export const expectCompleted = (command: CommandView): CommandView => {
  if (command.status === 'failed') throw new CommandFailed(command);
  if (command.status === 'canceled') throw new CommandCanceled(command);
  return command;
};

/**
 * Submits and waits for the end: one request for what is quick, the event stream for what is not.
 * @throws CommandTimeout, ApiProblem or the signal's reason
 */
export const runToEnd = async (
  transport: Transport,
  body: AnySubmission,
  { idempotencyKey, signal, timeoutMs }: Pick<SubmitOptions, 'idempotencyKey'> & WaitOptions,
): Promise<CommandView> => {
  const startedAtMs = Date.now();
  const waitMs = Math.min(timeoutMs ?? longestAnswerMs, longestAnswerMs);
  const answer = await submitBody(transport, body, { idempotencyKey, signal, waitMs });
  if (isEnded(answer)) return answer;
  if (timeoutMs === undefined) return awaitEnd(transport, answer.id, { signal });
  const leftMs = timeoutMs - (Date.now() - startedAtMs);
  if (leftMs > 0) return awaitEnd(transport, answer.id, { signal, timeoutMs: leftMs });
  const command = await transport.json<CommandView>(`/v1/commands/${answer.id}`, { signal });
  if (isTerminal(command.status)) return command;
  throw new CommandTimeout(answer.id, timeoutMs, command);
};
