import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface Usage {
  /** 100 is one core. */
  cpuPercent: number;
  rssBytes: number;
}

interface Member extends Usage {
  group: number;
}

/** Of processor times in /proc, the same on every Linux that Node runs on. */
const ticksPerSecond = 100;

interface Sample {
  ticks: number;
  startTicks: number;
  atSeconds: number;
}

/** The last look at each process, since processor time is told as a sum. */
let samples = new Map<string, Sample>();

const toCpuPercent = (now: Sample, last: Sample | undefined): number => {
  const isSame = last?.startTicks === now.startTicks;
  const from = isSame ? last : { ticks: 0, atSeconds: now.startTicks / ticksPerSecond };
  const seconds = now.atSeconds - from.atSeconds;
  return seconds <= 0 ? 0 : ((now.ticks - from.ticks) / ticksPerSecond / seconds) * 100;
};

/** Fields of /proc/<pid>/stat after the command in parentheses, which may hold blanks itself. */
const splitStat = (stat: string): number[] =>
  stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);

const readMember = async (pid: string, groups: ReadonlySet<number>, seen: Map<string, Sample>) => {
  // A process that ends meanwhile uses nothing.
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = splitStat(stat);
  const group = fields[2];
  if (group === undefined || !groups.has(group)) return [];
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const uptime = await readFile('/proc/uptime', 'utf8');
  const [userTicks = 0, systemTicks = 0, startTicks = 0] = [fields[11], fields[12], fields[19]];
  const sample = { ticks: userTicks + systemTicks, startTicks, atSeconds: Number.parseFloat(uptime) };
  seen.set(pid, sample);
  const rssKilobytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  return [{ group, cpuPercent: toCpuPercent(sample, samples.get(pid)), rssBytes: rssKilobytes * 1_024 }];
};

const listOnLinux = async (groups: ReadonlySet<number>): Promise<Member[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const seen = new Map<string, Sample>();
  const members = await Promise.all(pids.map((pid) => readMember(pid, groups, seen)));
  samples = seen;
  return members.flat();
};

const listWithPs = async (): Promise<Member[]> => {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pgid=,rss=,%cpu=']);
  const rows = stdout.trim().split('\n');
  return rows.map((row) => {
    const [group = 0, rssKilobytes = 0, cpuPercent = 0] = row.trim().split(/\s+/).map(Number);
    return { group, cpuPercent, rssBytes: rssKilobytes * 1_024 };
  });
};

/**
 * Processor and memory of whole process groups, measured now; on Linux processor time is that since the last call,
 * the first time that since the start.
 * @param groups pids of the leaders
 */
export const readUsage = async (groups: readonly number[]): Promise<ReadonlyMap<number, Usage>> => {
  const usages = new Map<number, Usage>(groups.map((group) => [group, { cpuPercent: 0, rssBytes: 0 }]));
  const members = process.platform === 'linux' ? await listOnLinux(new Set(groups)) : await listWithPs();
  for (const { group, cpuPercent, rssBytes } of members) {
    const usage = usages.get(group);
    if (usage === undefined) continue;
    usage.cpuPercent += cpuPercent;
    usage.rssBytes += rssBytes;
  }
  return usages;
};
