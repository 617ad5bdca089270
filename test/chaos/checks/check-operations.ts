import type { Effect } from '../../harness/effect-server.ts';
import type { FaultRecord } from '../faults/run-faults.ts';
import type { ActionRecord } from '../load/act-in-bulk.ts';
import type { PauseRecord } from '../load/pause-queue.ts';
import type { ScheduleRecord } from '../load/run-schedules.ts';
import type { Tally } from '../load/tally.ts';
import { pausedQueue } from '../plan/plan-operations.ts';
import { AttemptSpans } from './attempt-spans.ts';
import { checkActions } from './check-actions.ts';
import { checkPauses } from './check-pauses.ts';
import { checkSchedules } from './check-schedules.ts';
import { checkEffectTurns, checkTurns } from './check-turns.ts';
import { listApiOutages, listStretches } from './outages.ts';
import type { Rebuilt } from './rebuild.ts';
import { UniqueLives } from './unique-lives.ts';

/** What operators did during the run, and what they were told. */
export interface Operations {
  pauses: PauseRecord[];
  actions: ActionRecord[];
  schedules: ScheduleRecord[];
  /** Epoch ms. */
  loadEndedAt: number;
}

export interface OperationsEvidence {
  operations: Operations;
  effects: readonly Effect[];
  tally: Tally;
  faults: readonly FaultRecord[];
  rebuilt: Rebuilt;
}

/** Counts to print, with their labels. */
export type Counts = [label: string, value: string | number][];

const listTurnKeys = ({ rows }: Rebuilt): Map<string, string> =>
  new Map(
    [...rows].flatMap(([id, { command }]) =>
      command?.concurrencyKey === undefined ? [] : [[id, command.concurrencyKey] as const],
    ),
  );

/** What the events say of everything that is to keep to a limit: keys, turns and pauses. */
export class OperationsCheck {
  readonly #lives = new UniqueLives();
  readonly #spans = new AttemptSpans(pausedQueue);

  get watchers() {
    return [this.#lives, this.#spans];
  }

  /** One sentence for everything that must not be. */
  listViolations({ operations, effects, tally, faults, rebuilt }: OperationsEvidence): string[] {
    const { pauses, actions, schedules, loadEndedAt } = operations;
    const spans = [...this.#spans.all];
    const stopped = listStretches(
      faults,
      ({ kind, target }) => kind === 'pause' && target.startsWith('worker'),
    );
    return [
      ...this.#lives.listOverlaps(),
      ...this.#lives.listWrongAnswers(tally.duplicates),
      ...checkTurns(spans),
      ...checkEffectTurns({ effects, keys: listTurnKeys(rebuilt), stopped }),
      ...checkPauses({
        spans: spans.filter(({ queue }) => queue === pausedQueue),
        pauses,
        faults,
        loadEndedAt,
      }),
      ...checkActions(actions, { rows: rebuilt.rows, deleted: rebuilt.deleted }),
      ...checkSchedules(schedules, { rows: rebuilt.rows.values(), outages: listApiOutages(faults) }),
    ];
  }

  count({ pauses, actions, schedules }: Operations, { duplicates }: Tally): Counts {
    const done = actions.reduce((sum, { view }) => sum + view.done, 0);
    const aborted = actions.filter(({ view }) => view.status === 'aborted').length;
    const ticks = schedules.flatMap((schedule) => schedule.ticks);
    const fired = ticks.filter(({ decision }) => decision === 'fired').length;
    const inTurn = [...this.#spans.all].filter(({ turnKey }) => turnKey !== undefined).length;
    return [
      ['unique commands', `${this.#lives.count}, submissions answered with one of them ${duplicates.length}`],
      ['attempts in turn', inTurn],
      ['queue pauses', pauses.length],
      ['bulk actions', `${actions.length}, of these aborted ${aborted}, commands done ${done}`],
      ['schedule ticks', `${ticks.length}, of these fired ${fired}`],
    ];
  }
}
