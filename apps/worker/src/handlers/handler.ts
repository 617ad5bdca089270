import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { CommandDefinition } from '@signalbox/shared/commands/define-command';
import type { z } from 'zod';

/** Writes lines that are kept with the command and streamed to who watches it. */
export interface HandlerLog {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** What a handler may use besides its input. */
export interface HandlerContext {
  /** The command's id. */
  readonly id: string;
  /** The same for every attempt: hand it to whatever can drop repeats. */
  readonly idempotencyKey: string;
  /** From 1. */
  readonly attempt: number;
  readonly allowedAttempts: number;
  /** Aborts at the time limit and when the worker has to stop. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** Shows how far the attempt is; at most four reports a second are kept. */
  progress(percent: number, message?: string): void;
  readonly allowPrivateAddresses: boolean;
}

/**
 * Does the work of one attempt. It may run again after a crash, so it must be safe to repeat. Throw
 * `NonRetryableError` if no later attempt can succeed, `RetryableError` to name a least wait; any other error is
 * tried again by the policy.
 */
export type Handler<Definition extends CommandDefinition> = (
  input: z.output<Definition['input']>,
  context: HandlerContext,
) => z.input<Definition['output']> | Promise<z.input<Definition['output']>>;

/** A handler whose input was checked by the definition it is registered under. */
export type AnyHandler = (input: unknown, context: HandlerContext) => unknown;
