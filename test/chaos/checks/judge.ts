import type { Bus } from '@signalbox/runtime/bus/connect';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import { connectStore } from '@signalbox/runtime/store/connect';
import type { CommandRow } from '@signalbox/shared/events/fold';
import { isTerminal } from '@signalbox/shared/status/status';
import type { ChaosSystem } from '../faults/chaos-system.ts';
import type { FaultRecord } from '../faults/run-faults.ts';
import type { EffectServer } from '../../harness/effect-server.ts';
import type { Tally } from '../load/tally.ts';
import type { ChaosReport } from '../report.ts';
import { awaitQuiet } from './await-quiet.ts';
import { checkAccepted } from './check-accepted.ts';
import { checkEffects } from './check-effects.ts';
import { checkFamilies } from './check-families.ts';
import { checkHistories } from './check-histories.ts';
import { OperationsCheck, type Operations } from './check-operations.ts';
import { compareRows } from './compare-rows.ts';
import { countRedeliveries } from './count-redeliveries.ts';
import { probeUniqueKeys } from './probe-unique-keys.ts';
import { readRows } from './read-rows.ts';
import { rebuild } from './rebuild.ts';
import { readCheckpoints, type CheckpointTimes } from './watch-checkpoints.ts';

export interface Evidence {
  chaos: ChaosSystem;
  effects: EffectServer;
  tally: Tally;
  faults: FaultRecord[];
  operations: Operations;
  seed: number;
  signal: AbortSignal;
  bus: Bus;
  checkpointTimes: CheckpointTimes;
  logger: Logger;
}

const quietLimitMs = 120_000;
/** Longer than anything waits by itself, leases included. */
const recoveryLimitMs = 20_000;

const readDatabase = async ({ chaos, logger }: Evidence): Promise<Map<string, CommandRow>> => {
  const store = await connectStore({
    url: String(chaos.system.env['SURREAL_URL']),
    user: 'root',
    password: 'root',
    namespace: 'signalbox',
    database: 'signalbox',
    logger,
  });
  try {
    return await readRows(store);
  } finally {
    await store.close();
  }
};

const countBeyondFirst = (calls: Iterable<number>): number =>
  [...calls].reduce((sum, count) => sum + count - 1, 0);

const toUnended = (rows: Iterable<CommandRow>): string[] =>
  [...rows]
    .filter(({ state }) => !isTerminal(state.status))
    .map(({ id, state }) => `recorded as ${state.status}: ${id}`);

const toSlowRecoveries = (faults: readonly FaultRecord[]): string[] =>
  faults
    .filter(({ recoveryMs }) => recoveryMs > recoveryLimitMs)
    .map(
      ({ fault, recoveryMs }) => `${Math.round(recoveryMs)} ms to recover from ${fault.kind} ${fault.target}`,
    );

/** Waits until all is quiet, and holds what everybody says against each other. */
export const judge = async (evidence: Evidence): Promise<ChaosReport> => {
  const { chaos, effects, tally, faults, operations, seed, signal, bus } = evidence;
  const { apiUrl } = chaos.system;
  await awaitQuiet(bus, { limitMs: quietLimitMs, signal });
  const heldKeys = await probeUniqueKeys(apiUrl, new Set(tally.duplicates.map(({ uniqueKey }) => uniqueKey)));
  const quiet = await awaitQuiet(bus, { limitMs: quietLimitMs, signal });
  const check = new OperationsCheck();
  const rebuilt = await rebuild(bus, check.watchers);
  const rows = await readDatabase(evidence);
  const ends = await checkAccepted(apiUrl, tally, rebuilt.deleted);
  const histories = await checkHistories(apiUrl, {
    ids: [...tally.accepted.keys()].filter((id) => !rebuilt.deleted.has(id)),
    suspects: new Set([...rebuilt.endedTwice].filter((id) => !rebuilt.deleted.has(id))),
  });
  return {
    seed,
    tally,
    ends,
    effects: checkEffects(effects.effects, readCheckpoints(rows.values(), evidence.checkpointTimes)),
    faults,
    operations: check.count(operations, tally),
    recorded: rows.size,
    attempts: [...rows.values()].reduce((sum, { state }) => sum + state.attempt, 0),
    redeliveries: await countRedeliveries(bus),
    endedTwice: rebuilt.endedTwice.size,
    contradictingEnds: rebuilt.contradictingEnds,
    repeatedCalls: countBeyondFirst(effects.calls.values()),
    projectionDifferences: compareRows(rows, rebuilt.rows),
    violations: [
      ...quiet.queued.map((id) => `still on the bus: ${id}, ${rows.get(id)?.state.status ?? 'not recorded'}`),
      ...toSlowRecoveries(faults),
      ...(quiet.isRecorded ? [] : ['the recorder has not caught up']),
      ...toUnended(rows.values()),
      ...checkFamilies(rows.values()),
      ...histories,
      ...heldKeys,
      ...check.listViolations({ operations, effects: effects.effects, tally, faults, rebuilt }),
    ],
  };
};
