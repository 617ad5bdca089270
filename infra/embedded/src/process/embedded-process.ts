import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { ParentMessage } from './parent-channel.ts';

/** Finding nats-server the first time may include a download or a build. */
const startLimitMs = 180_000;
const stopLimitMs = 5_000;
const keptLogLines = 200;

type ReadyMessage = Extract<ParentMessage, { type: 'ready' }>;

/** A server in a process, and a process group, of its own. */
export interface EmbeddedProcess extends AsyncDisposable {
  url: string;
  port: number;
  version: string;
  monitorPort: number | undefined;
  /** Also the id of the process group. */
  pid: number;
  /** The last lines it wrote. */
  log(): string[];
  /** SIGTERM; resolves when the process group is gone. */
  stop(): Promise<void>;
  /** SIGKILL to the group at once; the data stays. */
  kill(): Promise<void>;
}

interface StartOptions {
  /** Of the process's main file. */
  file: URL;
  env: NodeJS.ProcessEnv;
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

const signalGroup = (pid: number, signal: NodeJS.Signals | 0): boolean => {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
};

/** Resolves when no process of the group lives. */
const awaitGroupEnd = async (pid: number, child: ChildProcess): Promise<void> => {
  const deadline = performance.now() + stopLimitMs;
  while (!hasEnded(child) || signalGroup(pid, 0)) {
    if (performance.now() > deadline) signalGroup(pid, 'SIGKILL');
    await wait(5);
  }
};

const collectLog = (child: ChildProcess): (() => string[]) => {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).split('\n').slice(-keptLogLines).join('\n');
    });
  }
  return () => text.split('\n').filter((line) => line !== '');
};

const awaitReady = async (child: ChildProcess, log: () => string[]): Promise<ReadyMessage> => {
  const ready = new Promise<ReadyMessage>((resolve) => {
    child.on('message', (message: ParentMessage) => {
      if (message.type === 'ready') resolve(message);
    });
  });
  const ended = once(child, 'close').then(() => undefined);
  const late = wait(startLimitMs, undefined, { ref: false });
  const message = await Promise.race([ready, ended, late]);
  if (message) return message;
  const state = hasEnded(child)
    ? `ended with ${child.exitCode ?? child.signalCode}`
    : 'did not get ready in time';
  throw new Error(`The embedded server ${state}:\n${log().join('\n')}`);
};

/**
 * Starts an embedded server and waits until it serves. It ends with this process, however this one ends.
 * @throws Error with its log if it does not get ready
 */
export const startProcess = async ({ file, env }: StartOptions): Promise<EmbeddedProcess> => {
  const child = fork(file, [], {
    env: { ...process.env, ...env },
    detached: true,
    silent: true,
    execArgv: [],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${file.pathname} could not be started`);
  const log = collectLog(child);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    signalGroup(pid, signal);
    await awaitGroupEnd(pid, child);
  };
  try {
    const { url, port, version, monitorPort } = await awaitReady(child, log);
    const stop = (): Promise<void> => end('SIGTERM');
    return {
      url,
      port,
      version,
      monitorPort,
      pid,
      log,
      stop,
      kill: () => end('SIGKILL'),
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
};
