import { connectBus, type Bus } from '@signalbox/runtime/bus/connect';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import { connectStore } from '@signalbox/runtime/store/connect';
import type { CommandRow } from '@signalbox/shared/events/fold';
import { isTerminal } from '@signalbox/shared/status/status';
import type { ChaosSystem } from '../faults/chaos-system.ts';
import type { FaultRecord } from '../faults/run-faults.ts';
import type { EffectServer } from '../load/effect-server.ts';
import type { Tally } from '../load/tally.ts';
import type { ChaosReport } from '../report.ts';
import { awaitQuiet } from './await-quiet.ts';
import { checkAccepted } from './check-accepted.ts';
import { checkEffects } from './check-effects.ts';
import { checkHistories } from './check-histories.ts';
import { compareRows } from './compare-rows.ts';
import { countRedeliveries } from './count-redeliveries.ts';
import { readRows } from './read-rows.ts';
import { rebuild } from './rebuild.ts';

export interface Evidence {
  chaos: ChaosSystem;
  effects: EffectServer;
  tally: Tally;
  faults: FaultRecord[];
  seed: number;
  signal: AbortSignal;
}

const quietLimitMs = 120_000;
const logger = createLogger({ service: 'chaos', instance: 'chaos', level: 'silent', format: 'json' });

const readDatabase = async (url: string): Promise<Map<string, CommandRow>> => {
  const store = await connectStore({
    url,
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

const hasEnded = (row: CommandRow | undefined): boolean => row !== undefined && isTerminal(row.state.status);

const toUnended = (rows: Iterable<CommandRow>): string[] =>
  [...rows].filter((row) => !hasEnded(row)).map(({ id, state }) => `recorded as ${state.status}: ${id}`);

const judgeOver = async (bus: Bus, evidence: Evidence): Promise<ChaosReport> => {
  const { chaos, effects, tally, faults, seed, signal } = evidence;
  const quiet = await awaitQuiet(bus, { limitMs: quietLimitMs, signal });
  const rebuilt = await rebuild(bus);
  const rows = await readDatabase(String(chaos.system.env['SURREAL_URL']));
  const { apiUrl } = chaos.system;
  const ends = await checkAccepted(apiUrl, tally);
  const histories = await checkHistories(apiUrl, {
    ids: [...tally.accepted.keys()],
    suspects: rebuilt.endedTwice,
  });
  return {
    seed,
    tally,
    ends,
    effects: checkEffects(effects.effects, new Map()),
    faults,
    recorded: rows.size,
    attempts: [...rows.values()].reduce((sum, { state }) => sum + state.attempt, 0),
    leftOnBus: quiet.queued.filter((id) => hasEnded(rows.get(id))).length,
    redeliveries: await countRedeliveries(bus),
    endedTwice: rebuilt.endedTwice.size,
    contradictingEnds: rebuilt.contradictingEnds,
    repeatedCalls: countBeyondFirst(effects.calls.values()),
    projectionDifferences: compareRows(rows, rebuilt.rows),
    violations: [
      ...quiet.queued.filter((id) => !hasEnded(rows.get(id))).map((id) => `still queued: ${id}`),
      ...(quiet.isRecorded ? [] : ['the recorder has not caught up']),
      ...toUnended(rows.values()),
      ...histories,
    ],
  };
};

/** Waits until all is quiet, and holds what everybody says against each other. */
export const judge = async (evidence: Evidence): Promise<ChaosReport> => {
  const bus = await connectBus({ url: evidence.chaos.system.natsUrl, name: 'chaos', logger });
  try {
    return await judgeOver(bus, evidence);
  } finally {
    await bus.close();
  }
};
