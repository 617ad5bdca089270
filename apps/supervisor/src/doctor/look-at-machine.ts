import { execFile } from 'node:child_process';
import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import { formatBytes } from '../cli/terminal.ts';
import type { Finding, Look } from './finding.ts';

const neededMajor = 24;

export const lookAtNode: Look = async () => {
  const major = Number(process.versions.node.split('.')[0]);
  return [
    major >= neededMajor
      ? { status: 'pass', name: 'node', detail: `${process.version} at ${process.execPath}` }
      : {
          status: 'fail',
          name: 'node',
          detail: `${process.version} is too old`,
          fix: 'run npm install here, which brings Node 24',
        },
  ];
};

export const lookAtNpm: Look = async () => {
  try {
    const { stdout } = await promisify(execFile)('npm', ['--version']);
    return [{ status: 'pass', name: 'npm', detail: stdout.trim() }];
  } catch {
    return [
      {
        status: 'warn',
        name: 'npm',
        detail: 'not found on the PATH',
        fix: 'install npm; it is needed to install and to update',
      },
    ];
  }
};

const leastFreeBytes = 1_000_000_000;
const comfortableBytes = 5_000_000_000;

const judgeSpace = (freeBytes: number, dataDir: string): Finding => {
  const found = { name: 'disk', detail: `${formatBytes(freeBytes)} free for ${dataDir}` };
  const fix = 'free some space, or point SIGNALBOX_DATA_DIR to another disk';
  if (freeBytes < leastFreeBytes) return { ...found, status: 'fail', fix };
  return freeBytes < comfortableBytes ? { ...found, status: 'warn', fix } : { ...found, status: 'pass' };
};

export const lookAtDisk: Look = async ({ dataDir }) => {
  try {
    await mkdir(dataDir, { recursive: true });
    await access(dataDir, constants.W_OK | constants.R_OK);
  } catch (error) {
    const detail = `${dataDir} cannot be written: ${error instanceof Error ? error.message : String(error)}`;
    return [
      {
        status: 'fail',
        name: 'data folder',
        detail,
        fix: 'make it yours with chown, or set SIGNALBOX_DATA_DIR',
      },
    ];
  }
  const { bavail, bsize } = await statfs(dataDir);
  return [
    { status: 'pass', name: 'data folder', detail: `${dataDir} can be written` },
    judgeSpace(bavail * bsize, dataDir),
  ];
};

const proxyVariables = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'];
const loopbackNames = ['localhost', '127.0.0.1'];

/** A proxy that is asked for this machine's own addresses answers for services that it cannot see. */
export const lookAtProxies: Look = async ({ env }) => {
  const set = proxyVariables.filter((name) => env[name]);
  if (set.length === 0) return [{ status: 'pass', name: 'proxy', detail: 'none is set' }];
  const spared = (env['NO_PROXY'] || env['no_proxy'] || '').split(',').map((name) => name.trim());
  const caught = loopbackNames.filter((name) => !spared.includes(name) && !spared.includes('*'));
  return [
    caught.length === 0
      ? { status: 'pass', name: 'proxy', detail: `${set.join(', ')} set, with this machine left out` }
      : {
          status: 'warn',
          name: 'proxy',
          detail: `${set.join(', ')} would catch ${caught.join(' and ')}`,
          fix: `export NO_PROXY=${[...spared.filter(Boolean), ...caught].join(',')}`,
        },
  ];
};
