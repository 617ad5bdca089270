/**
 * After a burst V8 keeps what it grew to; on a laptop 100 MB less in each process is worth some throughput. The heap
 * grows in small steps, and without a limit at which a process would die.
 */
const small = ['--max-semi-space-size=8', '--heap-growing-percent=20'];

const exceptions: Readonly<Record<string, readonly string[]>> = {
  // Everything a command takes is garbage soon; with less room it outlives the young generation, at twice the CPU time.
  worker: ['--max-semi-space-size=16'],
  // Holds 20,000 events at most; in steps of a fifth it would collect for a third of its time.
  recorder: ['--max-semi-space-size=8', '--heap-growing-percent=100'],
};

/** The flags of Node.js for a process that shares one machine with all others. */
export const toNodeFlags = (name: string): readonly string[] => exceptions[name] ?? small;
