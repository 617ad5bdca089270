import type { ProcessView } from '@signalbox/shared/http/processes';
import type { SupervisedProcess } from '../process/supervised-process.ts';
import { readUsage, type Usage } from '../process/read-usage.ts';

const none: Usage = { cpuPercent: 0, rssBytes: 0 };

/** A process as it is shown. */
export const toView = (process: SupervisedProcess, usage: Usage = none): ProcessView => {
  const { spec, model, pid } = process;
  const { nextRetryAtMs, exit, spawnedAtMs } = model;
  return {
    name: spec.name,
    state: model.state,
    reason: model.reason,
    ...(pid === undefined ? {} : { pid }),
    uptimeMs: spawnedAtMs === undefined ? 0 : Date.now() - spawnedAtMs,
    restarts: model.restarts,
    cpuPercent: Math.round(usage.cpuPercent * 10) / 10,
    rssBytes: usage.rssBytes,
    ports: spec.ports.map(({ port }) => port),
    ...(nextRetryAtMs === undefined ? {} : { nextRetryAt: new Date(nextRetryAtMs).toISOString() }),
    ...(exit?.code == null ? {} : { exitCode: exit.code }),
    ...(exit?.signal == null ? {} : { signal: exit.signal }),
  };
};

/** All processes, with what they use now. */
export const toViews = async (processes: Iterable<SupervisedProcess>): Promise<ProcessView[]> => {
  const list = [...processes];
  const usages = await readUsage(list.flatMap(({ pid }) => pid ?? []));
  return list.map((process) => toView(process, process.pid === undefined ? none : usages.get(process.pid)));
};
