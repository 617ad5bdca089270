import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { CatalogDefinition, CommandName } from '@signalbox/shared/commands/catalog';
import type { CommandDefinition } from '@signalbox/shared/commands/define-command';
import type { CommandError } from '@signalbox/shared/errors/command-error';
import type { SubmitBody } from '@signalbox/shared/http/submit';
import type { z } from 'zod';

type WriteLine = (message: string, fields?: Record<string, unknown>) => void;

/**
 * Writes lines that are kept with the command, streamed to who watches it, and written to the log of the process.
 * Of one attempt 1,000 lines or 256 kB are kept, of one message 2,000 characters.
 */
export interface HandlerLog {
  readonly info: WriteLine;
  readonly warn: WriteLine;
  readonly error: WriteLine;
}

type DefinitionOf<Name extends CommandName> = Extract<CatalogDefinition, { name: Name }>;
type InputOf<Name extends CommandName> = z.input<DefinitionOf<Name>['input']>;
type OutputOf<Name extends CommandName> = z.output<DefinitionOf<Name>['output']>;

/** How a child ended; a child that failed does not fail its parent by itself. */
export type ChildOutcome<Result = unknown> =
  | { id: string; status: 'completed'; result: Result }
  | { id: string; status: 'failed' | 'canceled'; error: CommandError };

export interface AnyChild<Result = unknown> {
  readonly id: string;
  /** Waits for its end; other deliveries have the parent's slot meanwhile. */
  readonly ended: () => Promise<ChildOutcome<Result>>;
}

/** Settings of one child; what is left out comes from its definition, priority and deadline from the parent. */
export interface SpawnOptions extends Partial<
  Pick<
    SubmitBody,
    'queue' | 'priority' | 'delayMs' | 'retry' | 'timeoutMs' | 'tags' | 'concurrencyKey' | 'concurrencyLimit'
  >
> {
  /**
   * Names the child within its parent: the same key is the same child, in this and every later attempt. Unless given it
   * is the running number of the call, which is right as long as every attempt spawns in the same order.
   */
  key?: string;
}

export interface SpawnAllOptions extends SpawnOptions {
  /** Children unfinished at once; 10 unless given. */
  concurrency?: number;
  /** Spawns no more and throws once one child failed; the others go on. */
  failFast?: boolean;
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
  /** The log of the process, for lines that are not about the command's own work. */
  readonly logger: Logger;
  readonly log: HandlerLog;
  /** Shows how far the attempt is; of many reports a second four are kept, the last one always. */
  readonly progress: (percent: number, message?: string) => void;
  /**
   * Does a part of the work that must not be repeated. Its result, which must be JSON of at most 512 kB, is stored
   * before this resolves; a later attempt gets the stored result, and `act` is not called. If the process dies between
   * the end of `act` and the storing, a later attempt calls it once more.
   * @param key names the step within the command, 1 to 200 characters
   * @throws AppError `step.invalid`, `bus.unavailable`, or `command.interrupted` once the attempt has ended
   */
  readonly step: <Result>(key: string, act: () => Result | Promise<Result>) => Promise<Result>;
  /**
   * Has another command of the catalog executed, once however often the attempt is repeated. Resolves when the child is
   * stored on the bus.
   * @throws AppError `command.invalid_input`, `request.invalid`, `command.too_deep` or `bus.unavailable`
   */
  readonly spawn: <Name extends CommandName>(
    name: Name,
    input: InputOf<Name>,
    options?: SpawnOptions,
  ) => Promise<AnyChild<OutputOf<Name>>>;
  /**
   * Spawns a child for each input, a bounded number at once, and waits for all. Shows as progress how many have ended.
   * @returns how each ended, in the order of the inputs
   * @throws AppError as `spawn`; `child.failed` with `failFast`
   */
  readonly spawnAll: <Name extends CommandName>(
    name: Name,
    inputs: readonly InputOf<Name>[],
    options?: SpawnAllOptions,
  ) => Promise<ChildOutcome<OutputOf<Name>>[]>;
  /**
   * Asks another service of the system over the bus; the answer is JSON.
   * @throws AppError `bus.unavailable` if nobody answers in time
   */
  readonly ask: (subject: string, question: unknown) => Promise<unknown>;
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
