import { toBusError } from '@signalbox/runtime/bus/bus-error';
import type { Bus } from '@signalbox/runtime/bus/connect';
import { findQueued, findQueuedAt, removeQueued } from '@signalbox/runtime/bus/queued-messages';
import type { Publisher } from '@signalbox/runtime/bus/publisher';
import { waitUntilRecorded } from '@signalbox/runtime/bus/wait-until-recorded';
import { catalogQueues } from '@signalbox/shared/commands/catalog';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { AppError } from '@signalbox/shared/errors/app-error';
import { subjects } from '@signalbox/shared/naming';
import type { CommandBus } from '../commands/ports.ts';
import type { LaneFacts } from '../queues/list-queues.ts';

/** Room for the subject, the headers and what an event adds to the command it carries. */
const payloadReserveBytes = 65_536;
const longestCharacterBytes = 3;

const encode = (command: CommandEnvelope, maxPayloadBytes: number): string => {
  const payload = JSON.stringify(command);
  const limit = maxPayloadBytes - payloadReserveBytes;
  const mayBeTooLarge = payload.length * longestCharacterBytes > limit;
  if (mayBeTooLarge && Buffer.byteLength(payload) > limit) {
    throw new AppError(
      'request.too_large',
      `The command is larger than the ${limit} bytes that the message bus takes. Send less, or a reference to the data.`,
    );
  }
  return payload;
};

/** A command that lost its unique key and has it anew is published once more: the message that was dropped is another. */
const toMessageId = ({ id, uniqueSince }: CommandEnvelope): string =>
  uniqueSince === undefined ? id : `${id}.${uniqueSince}`;

/** Fails at once while the bus is away, where the client would wait for its time limit. */
export const whileConnected = async <Answer>(bus: Bus, ask: () => Promise<Answer>): Promise<Answer> => {
  if (!bus.connected) throw toBusError(new Error('it is not connected'));
  try {
    return await ask();
  } catch (error) {
    throw toBusError(error);
  }
};

export interface CommandBusOptions {
  bus: Bus;
  publisher: Publisher;
  readLanes: () => Promise<readonly LaneFacts[]>;
}

/** Commands on NATS JetStream. */
export const createCommandBus = ({ bus, publisher, readLanes }: CommandBusOptions): CommandBus => {
  const defaultMaxPayloadBytes = 1_048_576;
  return {
    publish: async (command, trace) => {
      const { id, queue, priority } = command;
      const payload = encode(command, bus.nc.info?.max_payload ?? defaultMaxPayloadBytes);
      const options = { messageId: toMessageId(command), headers: trace.headers };
      await publisher.publish(subjects.command(queue, priority, id), payload, options);
    },
    findQueued: (id) => whileConnected(bus, () => findQueued(bus, id)),
    findQueuedAt: (place) => whileConnected(bus, () => findQueuedAt(bus, place)),
    removeQueued: (place) => whileConnected(bus, () => removeQueued(bus, place)),
    listQueues: async () => [
      ...new Set([...catalogQueues, ...(await readLanes()).map(({ queue }) => queue)]),
    ],
    waitUntilRecorded: (limitMs) => whileConnected(bus, () => waitUntilRecorded(bus, limitMs)),
  };
};
