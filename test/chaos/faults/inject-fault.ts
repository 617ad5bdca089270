import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from '../plan/plan-faults.ts';
import type { ChaosSystem } from './chaos-system.ts';

const bringBack = async (chaos: ChaosSystem, { target }: Fault): Promise<void> => {
  const service = chaos.target(target);
  service.start();
  await service.ready();
};

const hurt: Record<Fault['kind'], (chaos: ChaosSystem, fault: Fault) => Promise<void>> = {
  kill: async (chaos, fault) => {
    await chaos.target(fault.target).end('SIGKILL');
    await wait(fault.lastsMs);
    await bringBack(chaos, fault);
  },
  pause: async (chaos, fault) => {
    const service = chaos.target(fault.target);
    service.signal('SIGSTOP');
    await wait(fault.lastsMs);
    service.signal('SIGCONT');
  },
  restart: async (chaos, fault) => {
    await chaos.target(fault.target).end('SIGTERM');
    await bringBack(chaos, fault);
  },
  slow: async ({ proxy }, fault) => {
    proxy.delayMs = fault.delayMs;
    await wait(fault.lastsMs);
    proxy.delayMs = 0;
  },
  stall: async ({ proxy }, fault) => {
    proxy.isStalled = true;
    await wait(fault.lastsMs);
    proxy.isStalled = false;
  },
};

/** Does harm and undoes it; resolves when the process is back. */
export const injectFault = (chaos: ChaosSystem, fault: Fault): Promise<void> =>
  hurt[fault.kind](chaos, fault);
