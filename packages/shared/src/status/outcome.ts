import type { ResultRef } from '../events/command-event.ts';
import type { CommandError } from '../errors/command-error.ts';

/** How one attempt ended; the worker settles the delivery by it and by nothing else. */
export type Outcome =
  | { kind: 'completed'; result: unknown; resultRef?: ResultRef }
  | { kind: 'retry'; afterMs: number; error: CommandError }
  | { kind: 'failed'; error: CommandError }
  | { kind: 'canceled'; reason: string };
