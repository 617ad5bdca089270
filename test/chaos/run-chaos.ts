import { connectBus, type Bus } from '@signalbox/runtime/bus/connect';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChaosSystem } from './faults/chaos-system.ts';
import { runFaults, type FaultRecord } from './faults/run-faults.ts';
import { EffectServer } from '../harness/effect-server.ts';
import { openScheduleClient } from '../harness/schedule-client.ts';
import type { Operations } from './checks/check-operations.ts';
import { actInBulk } from './load/act-in-bulk.ts';
import { pauseQueue } from './load/pause-queue.ts';
import { endSchedules, startSchedules } from './load/run-schedules.ts';
import type { Sender } from './load/send.ts';
import { submitAll } from './load/submit-all.ts';
import { Tally } from './load/tally.ts';
import { planFaults } from './plan/plan-faults.ts';
import { planActions, planPauses, planSchedules } from './plan/plan-operations.ts';
import { planSubmissions } from './plan/plan-submissions.ts';
import { formatReport, listViolations, type ChaosReport } from './report.ts';
import { judge } from './checks/judge.ts';
import { watchCheckpoints } from './checks/watch-checkpoints.ts';

export interface ChaosOptions {
  seed: number;
  durationMs: number;
  /** How many commands are submitted. */
  commands: number;
  /** Gets the logs of all processes. */
  logDir: string;
  signal: AbortSignal;
  say: (line: string) => void;
}

const logger = createLogger({ service: 'chaos', instance: 'chaos', level: 'silent', format: 'json' });

const openBus = async (url: string): Promise<Bus & AsyncDisposable> => {
  const bus = await connectBus({ url, name: 'chaos', logger });
  return { ...bus, [Symbol.asyncDispose]: () => bus.close() };
};

const tellFault = ({ fault, recoveryMs }: FaultRecord, say: ChaosOptions['say']): void =>
  say(
    `${new Date().toISOString()} ${fault.kind} ${fault.target} ${fault.lastsMs} ms, recovered in ${Math.round(recoveryMs)} ms`,
  );

const openSchedules = async (chaos: ChaosSystem) => {
  const client = await openScheduleClient(chaos.system);
  return { client, [Symbol.asyncDispose]: () => client.close() };
};

/** Submits, operates and does harm as planned; resolves when all of it is over and the system is well again. */
const act = async (
  { seed, durationMs, commands, signal, say }: ChaosOptions,
  { chaos, sender }: { chaos: ChaosSystem; sender: Sender },
): Promise<{ faults: FaultRecord[]; operations: Operations }> => {
  const { apiUrls } = chaos;
  await using schedules = await openSchedules(chaos);
  const running = await startSchedules(schedules.client, planSchedules(seed));
  const faults: FaultRecord[] = [];
  const onFault = (record: FaultRecord): void => {
    faults.push(record);
    tellFault(record, say);
  };
  const load = submitAll(sender, planSubmissions(seed, { durationMs, count: commands }), signal);
  const [loadEndedAt, pauses, actions] = await Promise.all([
    load.then(() => Date.now()),
    pauseQueue(apiUrls, planPauses(seed, durationMs), signal),
    actInBulk(sender, planActions(seed, durationMs), signal),
    runFaults(chaos, planFaults(seed, durationMs), { signal, onFault }),
  ]);
  const ended = await endSchedules(schedules.client, apiUrls, running);
  return { faults, operations: { pauses, actions, schedules: ended, loadEndedAt } };
};

/** Runs the whole system under load while everything fails in turn, then looks whether every promise was kept. */
export const runChaos = async (options: ChaosOptions): Promise<ChaosReport> => {
  const { seed, logDir, signal, say } = options;
  await using effects = await EffectServer.listen();
  await using chaos = await ChaosSystem.create(logDir);
  await using bus = await openBus(chaos.system.natsUrl);
  const checkpointTimes = watchCheckpoints(bus);
  const tally = new Tally();
  const sender = { apiUrls: chaos.apiUrls, effectUrl: effects.url, tally };
  const { faults, operations } = await act(options, { chaos, sender });
  say(
    `${new Date().toISOString()} all is submitted, ${tally.accepted.size} accepted; waiting for the rest to end`,
  );
  const report = await judge({
    chaos,
    effects,
    tally,
    faults,
    operations,
    seed,
    signal,
    bus,
    checkpointTimes,
    logger,
  });
  const violations = listViolations(report);
  await writeFile(join(logDir, 'report.txt'), `${formatReport(report)}\n\n${violations.join('\n')}\n`);
  return report;
};
