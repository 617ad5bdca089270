import type { z } from 'zod';
import type { RetryOverride } from '../retry/policy.ts';

export interface CommandExample<Input> {
  title: string;
  input: Input;
}

/**
 * All there is to know about a command, in one value: validation, the catalog, OpenAPI, the console's form and the
 * worker's typed handler are derived from it.
 */
export interface CommandDefinition<
  Name extends string = string,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  /** `area.verb`, lower case; part of the public interface, so it never changes its meaning. */
  name: Name;
  title: string;
  description: string;
  /** Commands of one queue share the worker's slots of that queue. */
  queue: string;
  input: Input;
  output: Output;
  /** Overrides the global retry policy field by field. */
  retry?: RetryOverride;
  /** Limit of one attempt in ms. */
  timeoutMs: number;
  /**
   * Where the handler runs. `thread` is for one that computes for long or may hang: it blocks nobody, and is ended
   * by force if it does not heed its signal.
   */
  isolation?: 'thread';
  /** Commands with the same key run one at a time, or as many at once as `concurrencyLimit` allows. */
  concurrencyKey?(input: z.output<Input>): string | undefined;
  /** 1 unless given. */
  concurrencyLimit?: number;
  examples: CommandExample<z.input<Input>>[];
}

/** Declares a command; the argument is returned as it is, with its types kept. */
export const defineCommand = <const Name extends string, Input extends z.ZodType, Output extends z.ZodType>(
  definition: CommandDefinition<Name, Input, Output>,
): CommandDefinition<Name, Input, Output> => definition;
