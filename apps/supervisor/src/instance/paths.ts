import path from 'node:path';

/** The repository: three folders above this one. */
export const repositoryDir = path.resolve(import.meta.dirname, '../../../..');

export interface InstancePaths {
  dataDir: string;
  runDir: string;
  logDir: string;
  stateFile: string;
  lockFile: string;
}

/** Where a supervisor keeps its own files; a relative folder is one of the repository. */
export const toInstancePaths = (dataDir: string): InstancePaths => {
  const absolute = path.resolve(repositoryDir, dataDir);
  const runDir = path.join(absolute, 'run');
  return {
    dataDir: absolute,
    runDir,
    logDir: path.join(absolute, 'logs'),
    stateFile: path.join(runDir, 'supervisor.json'),
    lockFile: path.join(runDir, 'supervisor.lock'),
  };
};
