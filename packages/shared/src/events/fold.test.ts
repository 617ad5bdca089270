import { constantFrom, array, assert, integer, property, record, shuffledSubarray } from 'fast-check';
import { expect, test } from 'vitest';
import type { CommandEnvelope } from '../commands/envelope.ts';
import { toPosition, type StateEvent } from './command-event.ts';
import { mergeRows, toRow, type CommandRow } from './fold.ts';

const id = '01J00000000000000000000000';
const command: CommandEnvelope = {
  v: 1,
  id,
  name: 'system.ping',
  queue: 'default',
  priority: 'normal',
  input: {},
  submittedAt: 1,
  traceId: 't',
};
const error = { code: 'handler.failed', message: 'no', retryable: true };

const toEvent = ({ type, attempt, at }: { type: string; attempt: number; at: number }): StateEvent => {
  const ran = { id, at, attempt, worker: `worker-${at}`, startedAt: at, command };
  switch (type) {
    case 'started':
      return { type, ...ran };
    case 'progress':
      return { type, id, at, attempt, worker: 'w', startedAt: at, n: at, percent: 1 };
    case 'retrying':
      return { type, ...ran, error, waitMs: 1, nextAttemptAt: at + 1 };
    case 'completed':
      return { type, ...ran, result: { at } };
    case 'failed':
      return { type, ...ran, error };
    default:
      return { type: 'accepted', id, at, command };
  }
};

const types = ['accepted', 'started', 'progress', 'retrying', 'completed', 'failed'] as const;

/** Rows of a history in which every event has its own place in the stream, as it is on the bus. */
const rows = array(
  record({
    type: constantFrom(...types),
    attempt: integer({ min: 1, max: 4 }),
    at: integer({ min: 1, max: 50 }),
  }),
  {
    minLength: 1,
    maxLength: 12,
  },
).map((facts) => facts.map((fact, index) => toRow(toEvent(fact), toPosition(index + 1, 0))));

const fold = (all: readonly CommandRow[]): CommandRow => all.reduce(mergeRows);

/** Two events of the same attempt and phase are the same fact told twice: either may stand for it. */
const toFacts = ({ state, command: known }: CommandRow) => ({
  status: state.status,
  attempt: state.attempt,
  known,
});

test('order and repetition change nothing', () => {
  assert(
    property(
      rows.chain((all) =>
        shuffledSubarray([...all, ...all], { minLength: all.length * 2 }).map((disordered) => ({
          all,
          disordered,
        })),
      ),
      ({ all, disordered }) => {
        expect(toFacts(fold(disordered))).toEqual(toFacts(fold(all)));
      },
    ),
  );
});

test('of several ends the earliest in the stream wins, whoever is heard first', () => {
  const early = toRow(toEvent({ type: 'failed', attempt: 3, at: 5 }), toPosition(10, 0));
  const late = toRow(toEvent({ type: 'completed', attempt: 1, at: 9 }), toPosition(11, 0));
  expect(mergeRows(late, early).state.status).toBe('failed');
  expect(mergeRows(early, late).state.status).toBe('failed');
});

test('an end beats whatever comes after it', () => {
  const end = toRow(toEvent({ type: 'completed', attempt: 1, at: 5 }), toPosition(10, 0));
  const later = toRow(toEvent({ type: 'started', attempt: 4, at: 9 }), toPosition(11, 0));
  expect(mergeRows(end, later).state.status).toBe('completed');
});

test('any one event is enough to know the command', () => {
  expect(toRow(toEvent({ type: 'completed', attempt: 1, at: 5 }), 1).command).toEqual(command);
});

test('a command for later is scheduled until then', () => {
  const event: StateEvent = { type: 'accepted', id, at: 10, command: { ...command, runAt: 50 } };
  expect(toRow(event, 1).state).toMatchObject({ status: 'scheduled', nextAttemptAt: 50 });
});
