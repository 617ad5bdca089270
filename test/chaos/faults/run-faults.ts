import { setTimeout as wait } from 'node:timers/promises';
import type { Episode, Fault } from '../plan/plan-faults.ts';
import type { ChaosSystem } from './chaos-system.ts';
import { injectFault } from './inject-fault.ts';

export interface FaultRecord {
  fault: Fault;
  /** When the harm was done, and when the process was back; epoch ms. */
  fromMs: number;
  untilMs: number;
  /** From the moment the process was back until a new command had run and was recorded, by either API. */
  recoveryMs: number;
}

const probeWaitMs = 3_000;
const recoveryLimitMs = 60_000;
const retryMs = 50;
/** However long an episode took, the next leaves this much peace. */
const leastPeaceMs = 500;

const isRecorded = async (apiUrl: string): Promise<boolean> => {
  try {
    const signal = AbortSignal.timeout(probeWaitMs + 2_000);
    const submitted = await fetch(`${apiUrl}/v1/commands?waitMs=${probeWaitMs}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'system.ping', input: {}, priority: 'high', tags: ['probe'] }),
      signal,
    });
    const { id } = (await submitted.json()) as { id: string };
    const found = await fetch(`${apiUrl}/v1/commands/${id}`, { signal });
    return found.ok && ((await found.json()) as { status: string }).status === 'completed';
  } catch {
    return false;
  }
};

const awaitRecovery = async (apiUrl: string): Promise<number> => {
  const startedAt = performance.now();
  const elapsedMs = (): number => performance.now() - startedAt;
  while (elapsedMs() < recoveryLimitMs && !(await isRecorded(apiUrl))) await wait(retryMs);
  return elapsedMs();
};

const inflict = async (chaos: ChaosSystem, fault: Fault): Promise<Omit<FaultRecord, 'recoveryMs'>> => {
  const fromMs = Date.now();
  await injectFault(chaos, fault);
  return { fault, fromMs, untilMs: Date.now() };
};

/** Does all the harm that is planned, and measures after each how long the way through everything takes to be open. */
export const runFaults = async (
  chaos: ChaosSystem,
  episodes: readonly Episode[],
  { signal, onFault }: { signal: AbortSignal; onFault: (record: FaultRecord) => void },
): Promise<void> => {
  const startedAt = performance.now();
  for (const { atMs, faults } of episodes) {
    signal.throwIfAborted();
    const earlyMs = atMs - (performance.now() - startedAt);
    await wait(Math.max(earlyMs, leastPeaceMs), undefined, { signal });
    const done = await Promise.all(faults.map((fault) => inflict(chaos, fault)));
    const recoveries = await Promise.all(chaos.apiUrls.map((url) => awaitRecovery(url)));
    for (const one of done) onFault({ ...one, recoveryMs: Math.max(...recoveries) });
  }
};
