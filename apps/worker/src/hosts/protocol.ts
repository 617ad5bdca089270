import type { LogLine } from '@signalbox/shared/events/command-event';
import type { CrossedError } from './crossed-error.ts';

/** What the context of an attempt knows without asking. */
export interface HostedFacts {
  id: string;
  attempt: number;
  allowedAttempts: number;
  allowPrivateAddresses: boolean;
}

/** What a handler in a host asks of its context, by name, and waits for. */
export type CallMethod = 'step' | 'spawn' | 'ended' | 'spawnAll' | 'ask';

export type Answer = { value?: unknown } | { error: CrossedError };

/** `run` counts the runs of a host: what an earlier run still says counts no more. */
export type ToHost =
  | { type: 'run'; run: number; name: string; input: unknown; facts: HostedFacts }
  | { type: 'abort'; run: number; error: CrossedError }
  /** The part of a step that is to be done, of the call that asked for the step. */
  | { type: 'act'; run: number; call: number }
  | { type: 'answer'; run: number; call: number; answer: Answer };

export type FromHost = { run: number } &
  /** Said once, of no run. */
  (
    | { type: 'ready' }
    | { type: 'progress'; percent: number; message?: string }
    | { type: 'log'; level: LogLine['level']; message: string; fields?: Record<string, unknown> }
    | { type: 'call'; call: number; method: CallMethod; args: unknown[] }
    | { type: 'acted'; call: number; answer: Answer }
    | { type: 'end'; answer: Answer }
  );
