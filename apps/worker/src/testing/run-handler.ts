import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import type { CommandDefinition } from '@signalbox/shared/commands/define-command';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { CommandError } from '@signalbox/shared/errors/command-error';
import type { CommandEvent, LogLine } from '@signalbox/shared/events/command-event';
import { allowedAttempts, defaultRetryPolicy, resolveRetryPolicy } from '@signalbox/shared/retry/policy';
import type { CommandEnd } from '@signalbox/shared/status/command-end';
import type { Outcome } from '@signalbox/shared/status/outcome';
import { checkInput, checkOutput } from '../execution/check-data.ts';
import { classify } from '../execution/classify.ts';
import type { Delivery } from '../execution/delivery.ts';
import { noPast } from '../execution/past.ts';
import { run, type Run } from '../execution/run.ts';
import type { AttemptFacts } from '../handler-context/attempt-life.ts';
import type { HandlerServices } from '../handler-context/services.ts';
import type { AnyHandler, Handler } from '../handlers/handler.ts';
import { makeFacts, makeSlot } from './make-facts.ts';
import { createMemoryFamily, createMemoryServices, createMemorySteps } from './memory-services.ts';

export interface RunHandlerOptions {
  /** From 1; the one after `after` unless given. */
  attempt?: number;
  /** The attempt before: its steps and its children are there. */
  after?: HandlerReport;
  /** Results of steps that earlier attempts finished, by key. */
  steps?: Record<string, unknown>;
  /** Tells the handler to end, after so many ms, for this reason. */
  abort?: { afterMs: number; reason: 'timed-out' | 'canceled' };
  /** How a child ends, by its name and input; with an empty result unless given. */
  child?: (child: { name: string; input: unknown }) => Omit<CommandEnd, 'id'>;
  /** Fields of the command, such as `retry`. */
  command?: Partial<CommandEnvelope>;
  allowPrivateAddresses?: boolean;
}

/** What one attempt came to. */
export interface HandlerReport {
  outcome: Outcome['kind'];
  attempt: number;
  /** Of a completed attempt, as the command's schema makes it. */
  result?: unknown;
  error?: CommandError;
  /** Why it was canceled. */
  reason?: string;
  /** The least wait before the next attempt, without jitter. */
  waitMs?: number;
  progress: { percent: number; message?: string }[];
  logs: LogLine[];
  /** Results of all finished steps, by key. */
  steps: Record<string, unknown>;
  /** The children that this attempt spawned, not those that were there before. */
  spawned: CommandEnvelope[];
  /** For the next attempt. */
  memory: { steps: ReturnType<typeof createMemorySteps>; family: ReturnType<typeof createMemoryFamily> };
}

const graceMs = 100;

const openMemory = ({ after, steps = {}, child }: RunHandlerOptions): HandlerReport['memory'] => {
  if (after) return after.memory;
  const stored = Object.entries(steps).map(([key, result]) => [key, { key, result, at: 0 }] as const);
  const toEnd = ({ id, name, input }: CommandEnvelope): CommandEnd => ({
    id,
    ...(child?.({ name, input }) ?? { status: 'completed', result: {} }),
  });
  return { steps: createMemorySteps(new Map(stored)), family: createMemoryFamily(toEnd) };
};

const toEnding = (outcome: Outcome): Partial<HandlerReport> => {
  if (outcome.kind === 'completed') return { result: outcome.result };
  if (outcome.kind === 'canceled') return { reason: outcome.reason };
  return { error: outcome.error, ...(outcome.kind === 'retry' && { waitMs: outcome.afterMs }) };
};

const toProgress = (events: readonly CommandEvent[]): HandlerReport['progress'] =>
  events.flatMap((event) =>
    event.type === 'progress'
      ? [{ percent: event.percent, ...(event.message !== undefined && { message: event.message }) }]
      : [],
  );

interface Traces extends Pick<HandlerReport, 'attempt' | 'memory'> {
  events: readonly CommandEvent[];
  /** Children that were there before. */
  before: number;
}

const toReport = (outcome: Outcome, { attempt, memory, events, before }: Traces): HandlerReport => ({
  outcome: outcome.kind,
  attempt,
  ...toEnding(outcome),
  progress: toProgress(events),
  logs: events.flatMap((event) => (event.type === 'log' ? event.lines : [])),
  // Those that hold a zero are the context's own.
  steps: Object.fromEntries(
    [...memory.steps.stored.values()].flatMap(({ key, result }) =>
      key.includes('\0') ? [] : [[key, result]],
    ),
  ),
  spawned: memory.family.published.slice(before),
  memory,
});

const begin = (
  delivery: Omit<Delivery, 'message'> & AttemptFacts,
  handler: AnyHandler,
  services: HandlerServices,
): Run =>
  run(
    // Only settling uses what else there is of a message.
    { ...delivery, message: delivery.message as PulledMessage },
    {
      handler,
      graceMs,
      inFlight: { add: () => undefined },
      announce: () => undefined,
      services,
      slot: makeSlot(),
    },
  );

const finish = async ({ attempt, context, result }: Run, { abort }: RunHandlerOptions): Promise<unknown> => {
  const timer = abort && setTimeout(() => attempt.giveUp(abort.reason), abort.afterMs);
  try {
    return await result;
  } finally {
    clearTimeout(timer);
    context.finish();
  }
};

/**
 * Runs one attempt of a handler as a worker does, without any server: input and output are checked, errors classified
 * by the command's retry policy, steps and children kept in memory.
 */
// oxlint-disable-next-line max-params -- what every test of a handler names, in the order that it reads
export const runHandler = async <Definition extends CommandDefinition>(
  definition: Definition,
  handler: Handler<Definition>,
  input: unknown,
  options: RunHandlerOptions = {},
): Promise<HandlerReport> => {
  const attempt = options.attempt ?? (options.after?.attempt ?? 0) + 1;
  const memory = openMemory(options);
  const before = memory.family.published.length;
  const services = createMemoryServices({
    ...memory,
    allowPrivateAddresses: options.allowPrivateAddresses ?? true,
  });
  const { name, queue } = definition;
  const policy = resolveRetryPolicy(defaultRetryPolicy, definition.retry, options.command?.retry);
  const allowed = allowedAttempts(policy);
  const facts = {
    ...makeFacts(attempt, { name, queue, input, ...options.command }),
    allowedAttempts: allowed,
  };
  let outcome: Outcome;
  try {
    const started = begin(
      { ...facts, past: noPast, definition, input: checkInput(definition, input) },
      handler as AnyHandler,
      services,
    );
    outcome = { kind: 'completed', result: checkOutput(definition, await finish(started, options)) };
  } catch (thrown) {
    outcome = classify(thrown, {
      command: facts.command,
      policy,
      attempt,
      allowedAttempts: allowed,
      random: 0,
      now: Date.now(),
    });
  }
  return toReport(outcome, { attempt, memory, events: services.events, before });
};
