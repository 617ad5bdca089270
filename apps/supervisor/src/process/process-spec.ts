import type { SupervisionPolicy } from '../policy.ts';

export type Readiness =
  | { kind: 'http'; url: string }
  | { kind: 'tcp'; host: string; port: number }
  /** The process says so itself: `process.send({ type: 'ready' })`. */
  | { kind: 'ipc' };

/** `started` is met by a process that runs, ready or not; `done` by a one-shot that has ended well. */
export type DependencyCondition = 'started' | 'ready' | 'done';

export interface ProcessPort {
  host: string;
  port: number;
}

/** One entry of the process list. */
export interface ProcessSpec {
  name: string;
  kind: 'service' | 'one-shot';
  /** Without it nothing works: when it ends as fatal, all is stopped. */
  essential: boolean;
  command: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  ports: readonly ProcessPort[];
  readiness: Readiness;
  /** It says by IPC when it is ready for the first time; only then is it probed. */
  announcesReady: boolean;
  dependsOn: Readonly<Record<string, DependencyCondition>>;
  policy: SupervisionPolicy;
  /** Why it is not run here, as when a server elsewhere takes its place; dependents then need not wait for it. */
  providedBy?: string;
  /** Folders whose changes restart it while developing. */
  watch: readonly string[];
}
