import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100;

interface ProcessTimes {
  group: number;
  micros: number;
}

/** What the kernel says of a process; undefined for one that has just ended. */
const readTimes = (pid: string): ProcessTimes | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { group: Number(fields[2]), micros: (ticks * 1_000_000) / ticksPerSecond };
  } catch {
    return undefined;
  }
};

/** CPU time so far, in µs, of each process group that a name stands for; 0 where there is no /proc. */
export const readCpuMicros = (groups: Readonly<Record<string, number>>): Record<string, number> => {
  const totals = new Map<number, number>();
  let pids: string[] = [];
  try {
    pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  } catch {
    // Not Linux: the bench goes without this figure.
  }
  for (const pid of pids) {
    const times = readTimes(pid);
    if (times) totals.set(times.group, (totals.get(times.group) ?? 0) + times.micros);
  }
  return Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, totals.get(group) ?? 0]));
};

/** CPU time that each spent between two readings, in µs for each of `count` commands. */
export const toMicrosPerCommand = (
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
  count: number,
): Record<string, number> =>
  Object.fromEntries(
    Object.entries(after).map(([name, micros]) => [
      name,
      Math.round(((micros - (before[name] ?? 0)) / count) * 10) / 10,
    ]),
  );
