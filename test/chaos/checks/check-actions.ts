import type { CommandRow } from '@signalbox/shared/events/fold';
import type { ActionRecord } from '../load/act-in-bulk.ts';

export interface ActionEvidence {
  /** What the events say. */
  rows: ReadonlyMap<string, CommandRow>;
  deleted: ReadonlySet<string>;
}

interface Truth {
  /** What the action has done as far as anybody can see. */
  seen: number;
  /** How far that may exceed what it claims, which it writes down twice a second. */
  mayClaimLess: boolean;
  wrong: string[];
}

const findReplays = ({ view, targets }: ActionRecord, { rows }: ActionEvidence): Truth => {
  const replays = [...rows.values()].filter(({ command }) => command?.actionId === view.id);
  const originals = replays.map(({ command }) => command?.replayOf);
  const wrong: string[] = [];
  if (new Set(originals).size < originals.length) wrong.push('replayed a command twice');
  const allowed = new Set<string | undefined>(targets);
  const isOther = (row: CommandRow): boolean =>
    !allowed.has(row.command?.replayOf) &&
    !allowed.has(rows.get(row.command?.replayOf ?? '')?.command?.replayOf);
  if (replays.some(isOther)) wrong.push('replayed a command that it was not to');
  return { seen: replays.length, mayClaimLess: view.status === 'aborted', wrong };
};

const countCanceled = ({ targets }: ActionRecord, { rows }: ActionEvidence): Truth => ({
  seen: targets.filter((id) => rows.get(id)?.state.status === 'canceled').length,
  mayClaimLess: true,
  wrong: [],
});

const countDeleted = ({ targets }: ActionRecord, { deleted }: ActionEvidence): Truth => ({
  seen: targets.filter((id) => deleted.has(id)).length,
  mayClaimLess: true,
  wrong: [],
});

const look = { retry: findReplays, cancel: countCanceled, delete: countDeleted };

const checkOne = (record: ActionRecord, evidence: ActionEvidence): string[] => {
  const { view, targets } = record;
  const { status, total, done, skipped, failed, lastError } = view;
  const { seen, mayClaimLess, wrong } = look[view.action](record, evidence);
  if (status !== 'completed' && status !== 'aborted') wrong.push('did not end well');
  if (failed > 0) wrong.push(`failed for ${failed}: ${lastError}`);
  if (seen < done) wrong.push(`claims ${done} done, of which ${seen} are`);
  if (seen > done && !mayClaimLess) wrong.push(`claims ${done} done, and did ${seen}`);
  if (status === 'completed') {
    if (done + skipped + failed !== total) wrong.push(`does not add up to ${total}`);
    if (seen < targets.length) wrong.push(`left out ${targets.length - seen}`);
  } else if (done + skipped + failed > total) wrong.push(`comes to more than ${total}`);
  const counts = `${status}, total ${total}, done ${done}, skipped ${skipped}, failed ${failed}`;
  return wrong.map((what) => `the action ${view.action} ${view.reason} ${what} (${counts})`);
};

/** Bulk actions that did not end, or say of themselves what is not so, one sentence each. */
export const checkActions = (records: readonly ActionRecord[], evidence: ActionEvidence): string[] => {
  const toBeDeleted = new Set(
    records.filter(({ view }) => view.action === 'delete').flatMap(({ targets }) => targets),
  );
  const strays = [...evidence.deleted].filter((id) => !toBeDeleted.has(id));
  return [
    ...records.flatMap((record) => checkOne(record, evidence)),
    ...strays.map((id) => `${id} was deleted, and nobody asked for that`),
  ];
};
