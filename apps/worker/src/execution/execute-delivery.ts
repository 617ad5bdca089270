import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import type { CommandDefinition } from '@signalbox/shared/commands/define-command';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { Outcome } from '@signalbox/shared/status/outcome';
import type { RetryPolicy } from '@signalbox/shared/retry/policy';
import type { AttemptContext } from '../handler-context/create-handler-context.ts';
import { findHandler } from '../handlers/index.ts';
import type { Slot } from '../lanes/slot.ts';
import { admit, type Admission } from './admit.ts';
import { checkOutput } from './check-data.ts';
import { classify } from './classify.ts';
import { decode, type Decoded } from './decode.ts';
import type { Delivery } from './delivery.ts';
import { endIfCanceled } from './end-canceled.ts';
import { endWithoutRun, toFailure } from './end-without-run.ts';
import type { Attempt } from './in-flight.ts';
import type { Execution } from './execution.ts';
import { giveBack } from './give-back.ts';
import { toEvent } from './report.ts';
import { run, type Runner } from './run.ts';
import { storeInstead } from './store-instead.ts';
import { runInTurn } from './run-in-turn.ts';
import { dismiss } from './settle.ts';

type Admitted = Extract<Admission, { kind: 'run' }>;
type Readable = Extract<Decoded, { readable: true }>;

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

const attemptOnce = async (delivery: Delivery, options: AttemptOptions): Promise<void> => {
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

/**
 * One delivery from arrival to settlement: decode → admit → run → classify → report → settle. Frees the slot when
 * the handler is done and only the report is left.
 * Never rejects for what a command does; only a closed event log makes it give up, unsettled.
 */
export const executeDelivery = (
  message: PulledMessage,
  execution: Execution,
  slot: Slot,
): Promise<void> | undefined => {
  const decoded = decode(message);
  const { command } = decoded;
  if (!decoded.readable) {
    const { error } = decoded;
    return endWithoutRun(message, { command, error, attempt: message.deliveryCount }, execution);
  }
  const canceled = endIfCanceled(message, command, execution);
  if (canceled) return canceled;
  const arrival = { message, decoded, slot };
  const { deliveryCount, sequence } = message;
  const admission = admit(decoded, {
    deliveryCount,
    sequence,
    now: Date.now(),
    globalPolicy: execution.globalPolicy,
    maxDeliver: execution.maxDeliver,
    readLedger: async (id) => (await execution.ledger.read(id)).entry,
    hasEnded: execution.hasEnded,
    isRenewed: execution.isRenewed,
  });
  return admission instanceof Promise
    ? admission.then((admitted) => proceed(arrival, admitted, execution))
    : proceed(arrival, admission, execution);
};

/** A delivery that can be read and is of no canceled command. */
interface Arrival {
  message: PulledMessage;
  decoded: Readable;
  slot: Slot;
}

/** Does what the admission says. */
const proceed = (
  { message, decoded, slot }: Arrival,
  admission: Admission,
  execution: Execution,
): Promise<void> | undefined => {
  const { command } = decoded;
  const { id } = command;
  // It may have lain in a stopped process for longer than its lease: then another worker has it.
  if (execution.leases.hasLapsed(message)) {
    execution.events.lapsed(command, message.deliveryCount);
    return undefined;
  }
  switch (admission.kind) {
    case 'not-due':
      return giveBack(message, { id, past: admission.past, afterMs: admission.afterMs }, execution);
    case 'deliveries-spent':
      return giveBack(message, { id, past: admission.past, afterMs: 0 }, execution);
    case 'obsolete':
      dismiss(message);
      return undefined;
    case 'overdue':
    case 'lost':
      return endWithoutRun(message, { command, ...toFailure(admission) }, execution);
    case 'run': {
      const { policy, past, isSuspect } = admission;
      const begin = (held: Slot, runner?: Runner): Promise<void> =>
        // While the delivery waited to be admitted nobody could tell it to end.
        endIfCanceled(message, command, execution) ??
        attemptOnce(toDelivery(message, decoded, admission), { policy, execution, slot: held, runner });
      if (!isSuspect && command.concurrencyKey === undefined) return begin(slot);
      return runInTurn({ message, command, past }, { isSuspect, execution, slot, begin });
    }
    default:
      return admission satisfies never;
  }
};

const toDelivery = (
  message: PulledMessage,
  { command, definition, input }: Readable,
  { attempt, allowedAttempts, past }: Admitted,
): Delivery => ({
  message,
  command,
  definition,
  input,
  attempt,
  allowedAttempts,
  past,
  startedAt: Date.now(),
});
