import type { ProcessState } from '@signalbox/shared/http/processes';
import type { ProcessModel } from '../machine/model.ts';
import type { DependencyCondition, ProcessSpec } from './process-spec.ts';

/** The part of a supervised process that its dependents look at. */
export interface Dependency {
  spec: ProcessSpec;
  model: ProcessModel;
}

export interface MissingDependency {
  process: Dependency;
  condition: DependencyCondition;
}

const meeting: Readonly<Record<DependencyCondition, readonly ProcessState[]>> = {
  started: ['running', 'ready', 'unready'],
  ready: ['ready'],
  done: ['exited'],
};

const isMet = ({ process, condition }: MissingDependency): boolean =>
  process.spec.providedBy !== undefined || meeting[condition].includes(process.model.state);

/** The dependencies of a process that do not hold now. */
export const findMissing = (
  spec: ProcessSpec,
  processes: ReadonlyMap<string, Dependency>,
): MissingDependency[] =>
  Object.entries(spec.dependsOn).flatMap(([name, condition]) => {
    const process = processes.get(name);
    if (process === undefined)
      throw new Error(`${spec.name} depends on ${name}, which is not in the process list`);
    const dependency = { process, condition };
    return isMet(dependency) ? [] : [dependency];
  });

export const describeMissing = (missing: readonly MissingDependency[]): string =>
  `waits for ${missing.map(({ process }) => `${process.spec.name} (${process.model.state})`).join(', ')}`;

const onTheWay: ReadonlySet<ProcessState> = new Set(['pending', 'starting', 'running', 'unready', 'ready']);

/** Whether there is no point in waiting for a dependency beyond the time-out: it is not on its way. */
export const isHopeless = (state: ProcessState): boolean => !onTheWay.has(state);
