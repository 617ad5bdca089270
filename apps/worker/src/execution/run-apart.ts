import type { ReservedHost } from '../hosts/host-pool.ts';
import type { Slot } from '../lanes/slot.ts';
import type { Execution } from './execution.ts';
import { leave, runInPlace, type Waiting } from './run-in-place.ts';
import type { Runner } from './run.ts';

export interface RunApartOptions {
  execution: Execution;
  slot: Slot;
  begin: (slot: Slot, runner?: Runner) => Promise<void>;
}

const reserve = async ({ apart, logger }: Execution): Promise<ReservedHost | undefined> => {
  try {
    return await apart.hosts.reserve();
  } catch (error) {
    logger.warn({ err: error }, 'no process for a command that may kill its worker; it waits');
    return undefined;
  }
};

/**
 * Runs an attempt of a suspect in a process of its own: whatever it does to that, its neighbours here go on, and its
 * end is known at once.
 */
export const runApart = (waiting: Waiting, { execution, slot, begin }: RunApartOptions): Promise<void> =>
  runInPlace(waiting, {
    execution,
    slot,
    locks: execution.apart.turns,
    // Parents that wait for suspected children would keep them from their turns.
    isLent: true,
    begin: async (held) => {
      const { command, message, past } = waiting;
      const host = await reserve(execution);
      if (!host) return leave(waiting, execution);
      try {
        if (execution.leases.hasLapsed(message)) return;
        execution.events.runsApart(command, past);
        await begin(held, (input, context) => host.run({ name: command.name, input, context }));
      } finally {
        host.release();
      }
    },
  });
