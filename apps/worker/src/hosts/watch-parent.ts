import { workerData } from 'node:worker_threads';

const everyMs = 500;

/** Ends the process, whatever its other thread does, once it is another's child than at the start. */
setInterval(() => {
  if (process.ppid !== workerData) process.kill(process.pid, 'SIGKILL');
}, everyMs);
