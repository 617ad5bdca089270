import type { Environment } from '@signalbox/runtime/config/environment';
import type { InstanceState } from '../instance/state-file.ts';

/** What one look has found. */
export interface Finding {
  status: 'pass' | 'warn' | 'fail';
  name: string;
  detail: string;
  /** What to do about it. */
  fix?: string;
}

export interface Patient {
  env: NodeJS.ProcessEnv;
  environment: Environment;
  /** Absolute. */
  dataDir: string;
  /** Of the supervisor that runs, if one does. */
  state: InstanceState | undefined;
}

export type Look = (patient: Patient) => Promise<Finding[]>;
