import type { CommandDefinition } from '@signalbox/shared/commands/define-command';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { Outcome } from '@signalbox/shared/status/outcome';
import type { RetryPolicy } from '@signalbox/shared/retry/policy';
import type { AttemptContext } from '../handler-context/create-handler-context.ts';
import { findHandler } from '../handlers/index.ts';
import type { Slot } from '../lanes/slot.ts';
import { checkOutput } from './check-data.ts';
import { classify } from './classify.ts';
import type { Delivery } from './delivery.ts';
import type { Execution } from './execution.ts';
import { giveBack } from './give-back.ts';
import type { Attempt } from './in-flight.ts';
import { toEvent } from './report.ts';
import { run, type Runner } from './run.ts';
import { dismiss } from './settle.ts';
import { storeInstead } from './store-instead.ts';

/** A canceled command is not tried again, whatever its last attempt came to. */
const toOutcomeOfCanceled = (command: CommandEnvelope, { cancellations }: Execution): Outcome | undefined => {
  const cancellation = cancellations.find(command);
  return cancellation && { kind: 'canceled', reason: cancellation.reason };
};

interface Conclusion {
  delivery: Delivery;
  context: AttemptContext;
  outcome: Outcome;
  /** What becomes of an outcome that cannot be stored. */
  toOutcome: (refused: unknown) => Outcome;
}

/** Stores the outcome, then settles the delivery; drops it if the lease was lost, for another worker may have it. */
const conclude = async (
  running: Attempt,
  { delivery, context, outcome, toOutcome }: Conclusion,
  execution: Execution,
): Promise<void> => {
  const { command, attempt, startedAt, message } = delivery;
  const { eventLog, events, inFlight, worker } = execution;
  if (inFlight.hasLapsed(running)) return events.lapsed(command, attempt);
  const store = (known: Outcome): Promise<void> =>
    eventLog.append(command.queue, toEvent(known, { command, attempt, worker, startedAt }));
  let stored = outcome;
  try {
    await store(outcome);
  } catch (refused) {
    stored = await storeInstead(outcome, refused, {
      store,
      toOutcome,
      results: execution.results,
      resultKey: `${command.id}/${attempt}`,
      isLost: () => inFlight.hasLapsed(running),
    });
  }
  if (inFlight.hasLapsed(running)) return events.lapsed(command, attempt);
  if (stored.kind === 'retry') {
    await giveBack(
      message,
      { id: command.id, past: { ...delivery.past, attempts: attempt }, afterMs: stored.afterMs },
      execution,
    );
    events.willRetry(delivery, stored);
  } else dismiss(message);
  events.ended(command, stored, Date.now() - startedAt);
  if (stored.kind !== 'retry') context.forget();
};

interface AttemptOptions {
  policy: RetryPolicy;
  execution: Execution;
  /** Freed when the handler is done. */
  slot: Slot;
  /** Where it runs, if not where its definition says. */
  runner?: Runner | undefined;
}

/** Where the handler runs, if that is not this event loop. */
const toRunner = (
  { name, isolation }: CommandDefinition,
  { execution, runner }: AttemptOptions,
): { runner: Runner } | undefined => {
  if (runner) return { runner };
  return isolation && { runner: (input, context) => execution.threads.run({ name, input, context }) };
};

/**
 * Runs the handler once, reports how that ended, and settles the delivery.
 * @throws Error only if the event log is closed; the delivery is not settled then
 */
export const attemptOnce = async (delivery: Delivery, options: AttemptOptions): Promise<void> => {
  const { policy, execution, slot } = options;
  const { command, definition, attempt, allowedAttempts, startedAt } = delivery;
  const { worker, eventLog, inFlight } = execution;
  const announce = () => {
    const base = { id: command.id, at: Date.now(), attempt, worker, startedAt, command };
    // Nobody waits for this one: the outcome tells the same and more.
    eventLog.append(command.queue, { type: 'started', ...base }).catch(() => undefined);
  };
  const started = run(delivery, {
    handler: findHandler(command.name),
    ...toRunner(definition, options),
    graceMs: execution.cancelGraceMs,
    inFlight,
    announce,
    services: execution.handlerServices,
    slot,
  });
  const { attempt: running, context, result } = started;
  const toOutcome = (thrown: unknown): Outcome =>
    classify(thrown, {
      command,
      policy,
      attempt,
      allowedAttempts,
      random: Math.random(),
      now: Date.now(),
    });
  let outcome: Outcome;
  try {
    outcome = { kind: 'completed', result: checkOutput(definition, await result) };
  } catch (thrown) {
    outcome = toOutcome(thrown);
  }
  if (outcome.kind === 'retry') outcome = toOutcomeOfCanceled(command, execution) ?? outcome;
  context.finish();
  slot.free();
  try {
    await conclude(running, { delivery, context, outcome, toOutcome }, execution);
  } finally {
    inFlight.remove(running);
  }
};
