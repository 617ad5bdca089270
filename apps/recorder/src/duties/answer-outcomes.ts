import type { Msg } from '@nats-io/transport-node';
import type { Bus } from '@signalbox/runtime/bus/connect';
import { readLastEventSequence, waitUntilRecorded } from '@signalbox/runtime/bus/wait-until-recorded';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { Store } from '@signalbox/runtime/store/connect';
import { findCommand } from '@signalbox/runtime/store/find-command';
import { subjects } from '@signalbox/shared/naming';
import { isTerminal } from '@signalbox/shared/status/status';

const catchUpLimitMs = 1_500;

/** Whether a command has ended, as far as any event before the question tells. */
const findOutcome = async (bus: Bus, store: Store, id: string): Promise<object> => {
  const isCaughtUp = await waitUntilRecorded(bus, await readLastEventSequence(bus), catchUpLimitMs);
  const row = await findCommand(store, id);
  const ended = row !== undefined && isTerminal(row.state.status);
  // An end that is recorded is one, however much else is still to be written.
  return ended || isCaughtUp ? { ended } : { unknown: true };
};

/** Answers workers that hold a redelivery; any one of the recorders does. */
export const answerOutcomes = (bus: Bus, { store, logger }: { store: Store; logger: Logger }): void => {
  const answer = async (message: Msg): Promise<void> => {
    const { id } = message.json<{ id: string }>();
    try {
      message.respond(JSON.stringify(await findOutcome(bus, store, id)));
    } catch (error) {
      logger.warn({ commandId: id, err: error }, 'outcome cannot be told');
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
