/** Runs beside a chaos run; see `guard.ts`. */
const pids = new Set<number>();
/** Services that notice the end themselves get this long. */
const patienceMs = 5_000;

const endAll = (signal: NodeJS.Signals): void => {
  for (const pid of pids) {
    try {
      process.kill(-pid, signal);
    } catch {
      pids.delete(pid);
    }
  }
};

process.on('message', ({ pid, isAlive }: { pid: number; isAlive: boolean }) => {
  if (isAlive) pids.add(pid);
  else pids.delete(pid);
});
process.on('disconnect', () => {
  endAll('SIGCONT');
  if (pids.size === 0) process.exit(0);
  setTimeout(() => {
    endAll('SIGKILL');
    process.exit(0);
  }, patienceMs);
});
