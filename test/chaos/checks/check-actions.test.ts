import type { CommandRow } from '@signalbox/shared/events/fold';
import type { ActionView } from '@signalbox/shared/http/actions';
import { expect, test } from 'vitest';
import { checkActions } from './check-actions.ts';

const view = (action: ActionView['action'], changes: Partial<ActionView>): ActionView => ({
  id: 'action',
  action,
  filter: { tag: 'bulk-0' },
  reason: 'bulk-0',
  ratePerSecond: 20,
  status: 'completed',
  total: 2,
  done: 2,
  skipped: 0,
  failed: 0,
  startedAt: '2026-11-25T00:00:00.000Z',
  ...changes,
});

const targets = ['a', 'b'];
const replay = (id: string, replayOf: string) =>
  ({ id, command: { actionId: 'action', replayOf } }) as unknown as CommandRow;
const checkRetry = (changes: Partial<ActionView>, replays: CommandRow[]) =>
  checkActions([{ view: view('retry', changes), targets }], {
    rows: new Map(replays.map((row) => [row.id, row])),
    deleted: new Set(),
  });
const checkDelete = (changes: Partial<ActionView>, deleted: string[]) =>
  checkActions([{ view: view('delete', changes), targets }], { rows: new Map(), deleted: new Set(deleted) });

test('a retry that replayed each once and says so is right', () => {
  expect(checkRetry({}, [replay('c', 'a'), replay('d', 'b')])).toEqual([]);
});

test('a replay too many, too few, twice or of another command is told', () => {
  expect(checkRetry({ done: 1, skipped: 1 }, [replay('c', 'a'), replay('d', 'b')])).toHaveLength(1);
  expect(checkRetry({ status: 'aborted' }, [replay('c', 'a')])).toHaveLength(1);
  expect(checkRetry({}, [replay('c', 'a'), replay('d', 'a')])).toHaveLength(1);
  expect(checkRetry({}, [replay('c', 'a'), replay('d', 'z')])).toHaveLength(1);
});

test('counts that do not add up, and an action that does not end, are told', () => {
  expect(checkDelete({ done: 1 }, targets)).toHaveLength(1);
  expect(checkDelete({ done: 1, skipped: 1 }, targets)).toEqual([]);
  expect(checkDelete({ status: 'running' }, targets)).toHaveLength(1);
});

test('an aborted one may have done a little more than it says, and what nobody asked for is told', () => {
  expect(checkDelete({ status: 'aborted', done: 1 }, targets)).toEqual([]);
  expect(checkDelete({}, [...targets, 'other'])).toHaveLength(1);
});
