import { killGroup, signalGroup } from '../process/process-group.ts';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';
import type { InstanceState } from './state-file.ts';

/** Processes notice the end of their supervisor by themselves; a little more than they are given for it. */
const patienceMs = 2_500;
const pollMs = 50;

/** A pid that is another process now is not ours; one that is gone may have left the rest of its group. */
const isLeftover = (child: ProcessIdentity): boolean => {
  const now = identify(child.pid);
  if (now !== undefined) return now.startedAt === child.startedAt;
  return isSameBoot(child) && signalGroup(child.pid, 0);
};

const isSameBoot = (child: ProcessIdentity): boolean =>
  identify(process.pid)?.startedAt.split('/')[0] === child.startedAt.split('/')[0];

/**
 * Ends what a supervisor that was killed has left behind.
 * @returns the names of those that had to be killed
 */
export const reapLeftovers = async (state: InstanceState): Promise<string[]> => {
  const deadlineMs = Date.now() + patienceMs;
  while (state.children.some(isLeftover) && Date.now() < deadlineMs) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  if (state.reaper !== undefined && isAlive(state.reaper)) signalGroup(state.reaper.pid, 'SIGKILL');
  const left = state.children.filter(isLeftover);
  await Promise.all(left.map((child) => killGroup(child.pid)));
  return left.map((child) => child.name);
};
