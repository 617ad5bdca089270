import { fork, type ChildProcess } from 'node:child_process';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { HostSettings, OpenHost } from './host.ts';
import type { FromHost, ToHost } from './protocol.ts';

/** A debugger that waits for the worker would wait for each of its processes, on the port that is taken. */
const inherited = (): string[] => process.execArgv.filter((flag) => !flag.startsWith('--inspect'));

const toError = (how: string): AppError =>
  new AppError('worker.lost', `The process that ran the handler ended before the handler did, ${how}.`);

const follow = (child: ChildProcess, ended: (error: AppError) => void): Promise<void> => {
  const gone = Promise.withResolvers<void>();
  const end = (how: string): void => {
    ended(toError(how));
    gone.resolve();
  };
  child.once('exit', (code, signal) => end(signal ? `by ${signal}` : `with exit code ${code}`));
  child.on('error', (error) => {
    // Other errors are of messages that come too late: the exit tells of those.
    if (child.pid === undefined) end(`for it could not start: ${error.message}`);
  });
  return gone.promise;
};

/**
 * Hosts that are processes of their own; one that ends fails its handler with `worker.lost`.
 * @param file what the process runs, in tests of what may go wrong
 */
export const openProcess =
  (settings: HostSettings, file = new URL('process-main.ts', import.meta.url)): OpenHost =>
  ({ hear, ended }) => {
    const child = fork(file, [JSON.stringify(settings), String(process.pid)], {
      execArgv: inherited(),
      // Keeps what messages between threads keep.
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.on('message', (said) => hear(said as FromHost));
    const gone = follow(child, ended);
    return {
      tell: (told: ToHost) => void child.send(told, () => undefined),
      end: async () => {
        child.kill('SIGKILL');
        await gone;
      },
    };
  };
