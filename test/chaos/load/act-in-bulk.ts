import type { ActionView } from '@signalbox/shared/http/actions';
import { setTimeout as wait } from 'node:timers/promises';
import type { PlannedCommand } from '../plan/command-kinds.ts';
import type { PlannedAction } from '../plan/plan-operations.ts';
import { ask, askUntilSettled } from './ask-api.ts';
import { send, type Sender } from './send.ts';

/** What was asked for, and what the API says became of it. */
export interface ActionRecord {
  view: ActionView;
  /** The commands that it was done to. */
  targets: readonly string[];
}

const lookMs = 250;
/** Long enough for one process after another to die with it. */
const endLimitMs = 90_000;
const answerMs = 40_000;

const targetsOf: Record<PlannedAction['action'], Omit<PlannedCommand, 'kind'>> = {
  retry: {
    body: { name: 'demo.flaky', input: { failures: 99 }, retry: { maxAttempts: 1 } },
    ends: 'failed',
  },
  cancel: { body: { name: 'system.ping', input: {}, delayMs: 900_000 }, ends: 'canceled' },
  delete: { body: { name: 'system.ping', input: {} }, ends: 'completed' },
};

interface Bulk {
  sender: Sender;
  planned: PlannedAction;
  tag: string;
}

const get = async <Body>({ sender, planned }: Bulk, path: string): Promise<Body | undefined> => {
  const answer = await askUntilSettled(sender.apiUrls, { method: 'GET', path }, { via: planned.via });
  return answer?.status === 200 ? (answer.body as Body) : undefined;
};

/** The commands to act on, once the history that actions go by knows all of them as they are to be. */
const makeTargets = async (bulk: Bulk): Promise<string[]> => {
  const { sender, planned, tag } = bulk;
  const { body, ends } = targetsOf[planned.action];
  const command = { kind: planned.action, body: { ...body, tags: [tag] }, ...(ends && { ends }) };
  const { via } = planned;
  await Promise.all(
    Array.from({ length: planned.count }, (_, index) =>
      send(sender, { atMs: 0, via, commands: [command], key: `${tag}-${index}` }),
    ),
  );
  const targets = [...sender.tally.accepted]
    .filter(([, { body: of }]) => (of['tags'] as string[] | undefined)?.[0] === tag)
    .map(([id]) => id);
  const status = planned.action === 'cancel' ? 'scheduled' : ends;
  for (const deadline = performance.now() + endLimitMs; performance.now() < deadline; await wait(lookMs)) {
    const page = await get<{ items: unknown[] }>(bulk, `/v1/commands?tag=${tag}&status=${status}&limit=200`);
    if (page?.items.length === targets.length) return targets;
  }
  throw new Error(`${targets.length} commands of ${tag} did not come to be ${status}`);
};

/** A request without an answer may have begun the action: then the list has it under its reason. */
const begin = async (bulk: Bulk, reason: string): Promise<ActionView> => {
  const { sender, planned, tag } = bulk;
  const { action, ratePerSecond, via } = planned;
  const body = JSON.stringify({ action, filter: { tag }, reason, ratePerSecond });
  for (;;) {
    const answer = await ask(sender.apiUrls[via] ?? '', { path: '/v1/commands/actions', body }, answerMs);
    if (answer?.status === 202) return answer.body as ActionView;
    const list = await get<{ items: ActionView[] }>(bulk, '/v1/actions');
    const begun = list?.items.find((item) => item.reason === reason);
    if (begun) return begun;
    await wait(lookMs);
  }
};

const awaitEnd = async (bulk: Bulk, begun: ActionView): Promise<ActionView> => {
  let view = begun;
  for (const deadline = performance.now() + endLimitMs; performance.now() < deadline; await wait(lookMs)) {
    view = (await get<ActionView>(bulk, `/v1/actions/${begun.id}`)) ?? view;
    if (view.status !== 'running') break;
  }
  return view;
};

const actOnce = async (bulk: Bulk, reason: string, abortAfterMs?: number): Promise<ActionView> => {
  const begun = await begin(bulk, reason);
  if (abortAfterMs !== undefined) {
    await wait(abortAfterMs);
    const request = { path: `/v1/actions/${begun.id}/abort`, body: '{}' };
    await askUntilSettled(bulk.sender.apiUrls, request, { via: bulk.planned.via });
  }
  return awaitEnd(bulk, begun);
};

/** Does one bulk action to commands of its own; one that is aborted is done once more, to the end. */
const act = async (bulk: Bulk): Promise<ActionRecord[]> => {
  const targets = await makeTargets(bulk);
  const { abortAfterMs } = bulk.planned;
  const records: ActionRecord[] = [];
  if (abortAfterMs !== undefined)
    records.push({ view: await actOnce(bulk, `${bulk.tag}, aborted`, abortAfterMs), targets });
  records.push({ view: await actOnce(bulk, bulk.tag), targets });
  return records;
};

/** Does the bulk actions that are planned, each at its time, whether those before it have ended or not. */
export const actInBulk = async (
  sender: Sender,
  planned: readonly PlannedAction[],
  signal: AbortSignal,
): Promise<ActionRecord[]> => {
  const records = planned.map(async (action, index) => {
    await wait(action.atMs, undefined, { signal });
    return act({ sender, planned: action, tag: `bulk-${index}` });
  });
  return (await Promise.all(records)).flat();
};
