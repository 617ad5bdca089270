import { readdirSync, readFileSync } from 'node:fs';

export interface Memory {
  /** Resident now, in MB. */
  rssMb: number;
  /** The most that was resident since the start, in MB. */
  peakMb: number;
}

const readGroup = (pid: string): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
};

const readMb = (status: string, field: 'VmRSS' | 'VmHWM'): number =>
  Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1_024;

const readProcess = (pid: string, group: number): Memory | undefined => {
  try {
    if (readGroup(pid) !== group) return undefined;
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return { rssMb: readMb(status, 'VmRSS'), peakMb: readMb(status, 'VmHWM') };
  } catch {
    // It has just ended.
    return undefined;
  }
};

/**
 * Memory of a process and of what it has started, which share its process group.
 * @throws Error where there is no /proc
 */
export const readMemory = (group: number): Memory => {
  const total: Memory = { rssMb: 0, peakMb: 0 };
  for (const pid of readdirSync('/proc')) {
    const memory = /^\d+$/.test(pid) ? readProcess(pid, group) : undefined;
    total.rssMb += memory?.rssMb ?? 0;
    total.peakMb += memory?.peakMb ?? 0;
  }
  return total;
};
