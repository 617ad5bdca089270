import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface PortHolder {
  pid: number;
  command: string;
}

const listening = '0A';

/** The socket inodes that listen on a port, from /proc/net/tcp: `sl local remote state … inode`. */
export const parseListeners = (table: string, port: number): string[] => {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return table
    .split('\n')
    .slice(1)
    .map((row) => row.trim().split(/\s+/))
    .filter((cells) => cells[1]?.endsWith(`:${wanted}`) === true && cells[3] === listening)
    .flatMap((cells) => cells[9] ?? []);
};

const readTable = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

const holdsSocket = async (pid: string, links: ReadonlySet<string>): Promise<boolean> => {
  const folder = `/proc/${pid}/fd`;
  // A process of another user, or one that has just ended, cannot be looked into.
  const descriptors = await readdir(folder).catch(() => []);
  for (const descriptor of descriptors) {
    const link = await readlink(`${folder}/${descriptor}`).catch(() => '');
    if (links.has(link)) return true;
  }
  return false;
};

const readCommand = async (pid: string): Promise<string> => {
  const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return words.replaceAll('\0', ' ').trim().slice(0, 120) || 'unknown command';
};

const findOnLinux = async (port: number): Promise<PortHolder | undefined> => {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(readTable));
  const inodes = tables.flatMap((table) => parseListeners(table, port));
  if (inodes.length === 0) return undefined;
  const links = new Set(inodes.map((inode) => `socket:[${inode}]`));
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    if (await holdsSocket(pid, links)) return { pid: Number(pid), command: await readCommand(pid) };
  }
  return undefined;
};

/** Output of `lsof -F pc`: lines `p<pid>` and `c<command>`. */
const findWithLsof = async (port: number): Promise<PortHolder | undefined> => {
  const { stdout } = await promisify(execFile)('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']);
  const lines = stdout.split('\n');
  const pid = lines.find((line) => line.startsWith('p'))?.slice(1);
  const command = lines.find((line) => line.startsWith('c'))?.slice(1);
  return pid === undefined ? undefined : { pid: Number(pid), command: command ?? 'unknown command' };
};

/** The process that listens on a port of this machine; undefined if there is none or it cannot be seen. */
export const findHolder = async (port: number): Promise<PortHolder | undefined> =>
  (process.platform === 'linux' ? findOnLinux(port) : findWithLsof(port)).catch(() => undefined);

export const describeHolder = (holder: PortHolder | undefined): string =>
  holder === undefined
    ? 'another process, which cannot be seen from this account'
    : `process ${holder.pid} (${holder.command})`;
