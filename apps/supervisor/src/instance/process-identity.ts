import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A pid alone may be another process tomorrow; with the time of its start it is not. */
export const processIdentitySchema = z.object({ pid: z.int().positive(), startedAt: z.string() });
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

const startTimeField = 22;

const readOnLinux = (pid: number): string => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the command in parentheses and may hold blanks and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // It has ended, and its parent has not noticed yet.
  if (fields[0] === 'Z') return '';
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${boot}/${fields[startTimeField - 3]}`;
};

const readWithPs = (pid: number): string =>
  execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();

/** What tells a process from all others that had or will have its pid; undefined if there is no such process. */
export const identify = (pid: number): ProcessIdentity | undefined => {
  try {
    const startedAt = process.platform === 'linux' ? readOnLinux(pid) : readWithPs(pid);
    return startedAt === '' ? undefined : { pid, startedAt };
  } catch {
    return undefined;
  }
};

/** Whether this very process still lives. */
export const isAlive = (identity: ProcessIdentity): boolean =>
  identify(identity.pid)?.startedAt === identity.startedAt;
