import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import type { Slot } from '../lanes/slot.ts';
import { admit, type Admission } from './admit.ts';
import { attemptOnce } from './attempt-once.ts';
import { decode, type Decoded } from './decode.ts';
import type { Delivery } from './delivery.ts';
import { endIfCanceled } from './end-canceled.ts';
import { endWithoutRun, toFailure } from './end-without-run.ts';
import type { Execution } from './execution.ts';
import { giveBack } from './give-back.ts';
import { putBackUnbegun } from './put-back-unbegun.ts';
import type { Runner } from './run.ts';
import { runInTurn } from './run-in-turn.ts';
import { dismiss } from './settle.ts';

/** On a bus that takes nothing an earlier delivery would only be one more that counts as an attempt. */
const askAgainMs = 5_000;

type Admitted = Extract<Admission, { kind: 'run' }>;
type Readable = Extract<Decoded, { readable: true }>;

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
    hasLostKey: execution.hasLostKey,
  });
  if (!(admission instanceof Promise)) return proceed(arrival, admission, execution);
  return admission.then(
    (admitted) => proceed(arrival, admitted, execution),
    (error: unknown) => {
      execution.events.notAdmitted(command, error);
      return putBackUnbegun(message, execution, askAgainMs);
    },
  );
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
    case 'key-lost':
      dismiss(message);
      execution.events.keyLost(command);
      return undefined;
    case 'overdue':
    case 'lost':
      return endWithoutRun(message, { command, ...toFailure(admission) }, execution);
    case 'run': {
      const { policy, past, isSuspect } = admission;
      // The queue may have been paused meanwhile.
      if (slot.isPaused) return giveBack(message, { id, past, afterMs: 0 }, execution);
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
