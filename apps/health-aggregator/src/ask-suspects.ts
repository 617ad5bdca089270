import type { LivezOutcome } from './core/evidence.ts';
import type { FleetInstance } from './fleet.ts';

export interface AskSuspectsOptions {
  ask: (url: string, instance: string) => Promise<LivezOutcome>;
  onOutcome: (instance: string, outcome: LivezOutcome) => void;
}

const concurrency = 16;
const confirmEveryMs = 1_000;
const watchEveryMs = 2_000;

/**
 * Makes a function that asks silent instances whether they live: twice a second apart to be sure, then every two
 * seconds while they stay silent; never one of them twice at once.
 */
export const createSuspectAsker = ({
  ask,
  onOutcome,
}: AskSuspectsOptions): ((suspects: readonly FleetInstance[]) => void) => {
  const asking = new Set<string>();
  const nextAskMs = new Map<string, number>();

  const askOne = async (instance: string, url: string, isFirst: boolean): Promise<void> => {
    asking.add(instance);
    const outcome = await ask(url, instance);
    asking.delete(instance);
    nextAskMs.set(instance, performance.now() + (isFirst ? confirmEveryMs : watchEveryMs));
    onOutcome(instance, outcome);
  };

  return (suspects) => {
    const names = new Set(suspects.map(({ evidence }) => evidence.beat.instance));
    for (const instance of nextAskMs.keys()) if (!names.has(instance)) nextAskMs.delete(instance);
    for (const { evidence } of suspects) {
      const { instance, url } = evidence.beat;
      const isDue = (nextAskMs.get(instance) ?? 0) <= performance.now();
      if (url === undefined || !isDue || asking.has(instance) || asking.size >= concurrency) continue;
      void askOne(instance, url, evidence.livez.length === 0);
    }
  };
};
