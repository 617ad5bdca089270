import type { AcceptedCounts } from './checks/check-accepted.ts';
import type { EffectCounts } from './checks/check-effects.ts';
import type { Counts } from './checks/check-operations.ts';
import type { FaultRecord } from './faults/run-faults.ts';
import type { Tally } from './load/tally.ts';

export interface ChaosReport {
  seed: number;
  tally: Tally;
  ends: AcceptedCounts;
  effects: EffectCounts;
  faults: FaultRecord[];
  /** What came of unique keys, turns, pauses, bulk actions and schedules. */
  operations: Counts;
  /** Rows in the database. */
  recorded: number;
  attempts: number;
  redeliveries: number;
  endedTwice: number;
  contradictingEnds: number;
  /** Executions of `http.request` beyond the first of each command. */
  repeatedCalls: number;
  projectionDifferences: string[];
  /** Everything else that must not be. */
  violations: string[];
}

const shownPerKind = 10;

const countBy = <Value>(values: readonly Value[], toKey: (value: Value) => string): string => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(toKey(value), (counts.get(toKey(value)) ?? 0) + 1);
  return [...counts]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, count]) => `${key} ${count}`)
    .join(', ');
};

/** Every sentence about something that must not be; empty if all guarantees held. */
export const listViolations = ({ tally, ends, effects, ...report }: ChaosReport): string[] => [
  ...ends.lost.map((id) => `lost: ${id}`),
  ...ends.stuck.map((sentence) => `stuck: ${sentence}`),
  ...ends.otherEnds.map((sentence) => `unexpected end: ${sentence}`),
  ...effects.duplicates.map((sentence) => `duplicate effect: ${sentence}`),
  ...report.projectionDifferences.map((sentence) => `projection: ${sentence}`),
  ...tally.violations,
  ...report.violations,
];

const toWorst = (faults: readonly FaultRecord[]): string => {
  const [worst] = faults.toSorted((left, right) => right.recoveryMs - left.recoveryMs);
  if (!worst) return 'no faults';
  return `${Math.round(worst.recoveryMs)} ms after ${worst.fault.kind} of ${worst.fault.target}`;
};

const toRows = (report: ChaosReport): [label: string, value: string | number][] => {
  const { tally, ends, effects, faults } = report;
  const refused = [...tally.refused].map(([code, count]) => `${code} ${count}`).join(', ');
  return [
    ['seed', report.seed],
    ['accepted', tally.accepted.size],
    ['refused', refused || 0],
    ['not answered', tally.unanswered],
    ['sent again with key', tally.resent],
    ['completed', ends.completed],
    ['failed', `${ends.failed}, of these by lost workers ${ends.unlucky}`],
    ['canceled', ends.canceled],
    ['recorded', report.recorded],
    ['attempts', report.attempts],
    ['redeliveries', report.redeliveries],
    ['ends told twice', `${report.endedTwice}, of these contradicting ${report.contradictingEnds}`],
    ['HTTP calls repeated', report.repeatedCalls],
    ...report.operations,
    ['faults', `${faults.length}: ${countBy(faults, ({ fault }) => `${fault.kind} ${fault.target}`)}`],
    ['worst time to recover', toWorst(faults)],
    ['lost', ends.lost.length],
    ['stuck', ends.stuck.length],
    ['steps', `${effects.steps}, repeats before their checkpoint ${effects.repeats}`],
    ['duplicate effects', effects.duplicates.length],
    ['projection differences', report.projectionDifferences.length],
    ['violations', listViolations(report).length],
  ];
};

/** The counts, a line each, and the first violations in words. */
export const formatReport = (report: ChaosReport): string => {
  const rows = toRows(report).map(([label, value]) => `${label.padEnd(24)}${value}`);
  const violations = listViolations(report);
  const more = violations.length - shownPerKind;
  return [
    ...rows,
    ...violations.slice(0, shownPerKind).map((sentence) => `  ${sentence}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join('\n');
};
