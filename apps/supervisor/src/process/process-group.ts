/**
 * Signals every process of a group. A group that is gone, or holds only what is not ours to signal, is no error:
 * both happen when a process ends at the same moment.
 * @returns whether there was a process to signal
 */
export const signalGroup = (pid: number, signal: NodeJS.Signals | 0): boolean => {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
};

const pollMs = 20;

/** Kills what is left of a group and waits until it is gone, for at most `timeoutMs`. */
export const killGroup = async (pid: number, timeoutMs = 1_000): Promise<void> => {
  const deadlineMs = Date.now() + timeoutMs;
  while (signalGroup(pid, 'SIGKILL') && Date.now() < deadlineMs) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
};
