import { setTimeout as wait } from 'node:timers/promises';
import { effectUrlMark, type PlannedCommand } from '../plan/command-kinds.ts';
import type { PlannedSubmission } from '../plan/plan-submissions.ts';
import { ask, askUntilSettled, type Answer, type ApiRequest } from './ask-api.ts';
import type { Tally } from './tally.ts';

export interface Sender {
  apiUrls: readonly string[];
  effectUrl: string;
  tally: Tally;
}

/** Of one command in an answer. */
interface ItemAnswer {
  id?: string;
  isDuplicate?: true;
  code?: string;
  problem?: { code?: string };
}

interface Posting {
  path: string;
  body: unknown;
  key?: string;
  via: number;
}

const toRequest = ({ effectUrl }: Sender, { path, body, key }: Posting): ApiRequest => ({
  path,
  body: JSON.stringify(body).replaceAll(effectUrlMark, effectUrl),
  ...(key !== undefined && { key }),
});

const post = (sender: Sender, posting: Posting): Promise<Answer | undefined> =>
  ask(sender.apiUrls[posting.via] ?? '', toRequest(sender, posting));

/** Sends a request that may be repeated until it is settled, by whichever API. */
const sendUntilSettled = (sender: Sender, posting: Posting): Promise<Answer | undefined> =>
  askUntilSettled(sender.apiUrls, toRequest(sender, posting), {
    via: posting.via,
    onRepeat: () => {
      sender.tally.resent += 1;
    },
  });

/** Asks for the end of a command until that is answered. */
const cancelLater = async (sender: Sender, id: string, afterMs: number): Promise<void> => {
  await wait(afterMs);
  const answer = await sendUntilSettled(sender, { path: `/v1/commands/${id}/cancel`, body: {}, via: 0 });
  // One that had ended is refused, and one that could not be asked for ends some other way.
  if (answer === undefined || answer.status >= 300) sender.tally.notCanceled.add(id);
};

/** Notes what became of one command; resolves when it is canceled, if it is to be. */
const note = async (
  sender: Sender,
  command: PlannedCommand,
  { item, sentAt }: { item: ItemAnswer; sentAt: number },
): Promise<void> => {
  const { tally } = sender;
  const { id } = item;
  if (id === undefined) return tally.refuse(item.code ?? item.problem?.code ?? 'no code', command);
  tally.accept(id, command);
  if (item.isDuplicate) tally.duplicates.push({ id, uniqueKey: String(command.body['uniqueKey']), sentAt });
  if (command.cancelAfterMs !== undefined) await cancelLater(sender, id, command.cancelAfterMs);
};

const sendWithKey = async (
  sender: Sender,
  { commands: [command], repeatAfterMs, via }: PlannedSubmission,
  key: string,
): Promise<void> => {
  if (!command) return;
  const { tally } = sender;
  const posting = { path: '/v1/commands', body: command.body, key, via };
  const sentAt = Date.now();
  const answer = await sendUntilSettled(sender, posting);
  if (!answer) return void (tally.unanswered += 1);
  const first = answer.body as ItemAnswer;
  await note(sender, command, { item: first, sentAt });
  if (repeatAfterMs === undefined || first.id === undefined) return;
  await wait(repeatAfterMs);
  const again = (await sendUntilSettled(sender, posting))?.body as ItemAnswer | undefined;
  if (again?.id !== undefined) tally.expectSame(key, { first: first.id, again: again.id });
};

const sendBatch = async (sender: Sender, { commands, via }: PlannedSubmission): Promise<void> => {
  const body = { commands: commands.map((command) => command.body) };
  const sentAt = Date.now();
  const answer = await post(sender, { path: '/v1/commands/batch', body, via });
  if (!answer) return void (sender.tally.unanswered += commands.length);
  const items = (answer.body as { items?: ItemAnswer[] }).items;
  await Promise.all(
    commands.map((command, index) =>
      note(sender, command, { item: items?.[index] ?? (answer.body as ItemAnswer), sentAt }),
    ),
  );
};

/** Sends one request and notes what it was answered with; never rejects. */
export const send = async (sender: Sender, submission: PlannedSubmission): Promise<void> => {
  const { via, key } = submission;
  const [command] = submission.commands;
  if (key !== undefined) return sendWithKey(sender, submission, key);
  if (!command || submission.commands.length > 1) return sendBatch(sender, submission);
  const sentAt = Date.now();
  const answer = await post(sender, { path: '/v1/commands', body: command.body, via });
  if (answer) await note(sender, command, { item: answer.body as ItemAnswer, sentAt });
  else sender.tally.unanswered += 1;
};
