import type { Msg } from '@nats-io/transport-node';
import type { Bus } from '@signalbox/runtime/bus/connect';
import { waitUntilRecorded } from '@signalbox/runtime/bus/wait-until-recorded';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { Store } from '@signalbox/runtime/store/connect';
import { findCommand } from '@signalbox/runtime/store/find-command';
import type { CommandState } from '@signalbox/shared/events/fold';
import { subjects } from '@signalbox/shared/naming';
import { toCanceledError, type CommandEnd } from '@signalbox/shared/status/command-end';
import { isTerminal } from '@signalbox/shared/status/status';

const catchUpLimitMs = 1_500;

interface Question {
  id: string;
  /** A parent asks how its child ended, not only whether. */
  wantsEnd?: boolean;
}

const toEnd = (
  id: string,
  { status, result, resultRef, error, reason }: CommandState,
): CommandEnd | undefined => {
  if (status === 'failed') return { id, status, ...(error && { error }) };
  if (status === 'canceled') return { id, status, error: toCanceledError(reason ?? 'No reason was given.') };
  if (status !== 'completed') return undefined;
  return { id, status, ...(resultRef ? { resultRef } : { result }) };
};

/**
 * Whether a command has ended, as far as any event before the question tells. Who wants the end is also told how it
 * ended, and whether the history knows the command.
 */
const findOutcome = async (bus: Bus, store: Store, { id, wantsEnd }: Question): Promise<object> => {
  const isCaughtUp = await waitUntilRecorded(bus, catchUpLimitMs);
  const row = await findCommand(store, id);
  const ended = row !== undefined && isTerminal(row.state.status);
  // An end that is recorded is one, however much else is still to be written.
  if (!ended && !isCaughtUp) return { unknown: true };
  return wantsEnd ? { ended, isKnown: row !== undefined, end: row && toEnd(id, row.state) } : { ended };
};

/** Answers workers that hold a redelivery; any one of the recorders does. */
export const answerOutcomes = (bus: Bus, { store, logger }: { store: Store; logger: Logger }): void => {
  const answer = async (message: Msg): Promise<void> => {
    const question = message.json<Question>();
    try {
      message.respond(JSON.stringify(await findOutcome(bus, store, question)));
    } catch (error) {
      logger.warn({ commandId: question.id, err: error }, 'outcome cannot be told');
      message.respond(JSON.stringify({ unknown: true }));
    }
  };
  bus.nc.subscribe(subjects.outcomeRequest, {
    queue: 'recorder',
    callback: (error, message) => {
      if (!error) void answer(message);
    },
  });
};
