import { setTimeout as wait } from 'node:timers/promises';
import { effectUrlMark, type PlannedCommand } from '../plan/command-kinds.ts';
import type { PlannedSubmission } from '../plan/plan-submissions.ts';
import type { Tally } from './tally.ts';

export interface Sender {
  apiUrl: string;
  effectUrl: string;
  tally: Tally;
}

interface Answer {
  status: number;
  body: unknown;
}

/** Of one command in an answer. */
interface ItemAnswer {
  id?: string;
  code?: string;
  problem?: { code?: string };
}

const answerLimitMs = 10_000;
const resendMs = 250;
const resendLimitMs = 60_000;

const post = async (
  { apiUrl, effectUrl }: Sender,
  { path, body, key }: { path: string; body: unknown; key?: string },
): Promise<Answer | undefined> => {
  try {
    const response = await fetch(apiUrl + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key !== undefined && { 'idempotency-key': key }) },
      body: JSON.stringify(body).replaceAll(effectUrlMark, effectUrl),
      signal: AbortSignal.timeout(answerLimitMs),
    });
    return { status: response.status, body: await response.json() };
  } catch {
    return undefined;
  }
};

const isSettled = (answer: Answer | undefined): boolean =>
  answer !== undefined && answer.status < 500 && answer.status !== 429;

/** Sends a request that may be repeated until it is settled. */
const sendUntilSettled = async (
  sender: Sender,
  request: { path: string; body: unknown; key?: string },
): Promise<Answer | undefined> => {
  const deadline = performance.now() + resendLimitMs;
  for (;;) {
    const answer = await post(sender, request);
    if (isSettled(answer) || performance.now() > deadline) return answer;
    sender.tally.resent += 1;
    await wait(resendMs);
  }
};

/** Asks for the end of a command until that is answered. */
const cancelLater = async (sender: Sender, id: string, afterMs: number): Promise<void> => {
  await wait(afterMs);
  const answer = await sendUntilSettled(sender, { path: `/v1/commands/${id}/cancel`, body: {} });
  // One that had ended is refused, and one that could not be asked for ends some other way.
  if (answer === undefined || answer.status >= 300) sender.tally.notCanceled.add(id);
};

/** Notes what became of one command; resolves when it is canceled, if it is to be. */
const note = async (sender: Sender, command: PlannedCommand, item: ItemAnswer): Promise<void> => {
  const { tally } = sender;
  if (item.id === undefined) return tally.refuse(item.code ?? item.problem?.code ?? 'no code', command);
  tally.accept(item.id, command);
  if (command.cancelAfterMs !== undefined) await cancelLater(sender, item.id, command.cancelAfterMs);
};

const sendWithKey = async (
  sender: Sender,
  { commands: [command], repeatAfterMs }: PlannedSubmission,
  key: string,
): Promise<void> => {
  if (!command) return;
  const { tally } = sender;
  const request = { path: '/v1/commands', body: command.body, key };
  const answer = await sendUntilSettled(sender, request);
  if (!answer) return void (tally.unanswered += 1);
  const first = answer.body as ItemAnswer;
  await note(sender, command, first);
  if (repeatAfterMs === undefined || first.id === undefined) return;
  await wait(repeatAfterMs);
  const again = (await sendUntilSettled(sender, request))?.body as ItemAnswer | undefined;
  if (again?.id !== undefined) tally.expectSame(key, { first: first.id, again: again.id });
};

const sendBatch = async (sender: Sender, { commands }: PlannedSubmission): Promise<void> => {
  const body = { commands: commands.map((command) => command.body) };
  const answer = await post(sender, { path: '/v1/commands/batch', body });
  if (!answer) return void (sender.tally.unanswered += commands.length);
  const items = (answer.body as { items?: ItemAnswer[] }).items;
  await Promise.all(
    commands.map((command, index) => note(sender, command, items?.[index] ?? (answer.body as ItemAnswer))),
  );
};

/** Sends one request and notes what it was answered with; never rejects. */
export const send = async (sender: Sender, submission: PlannedSubmission): Promise<void> => {
  const [command] = submission.commands;
  if (submission.key !== undefined) return sendWithKey(sender, submission, submission.key);
  if (!command || submission.commands.length > 1) return sendBatch(sender, submission);
  const answer = await post(sender, { path: '/v1/commands', body: command.body });
  if (answer) await note(sender, command, answer.body as ItemAnswer);
  else sender.tally.unanswered += 1;
};
