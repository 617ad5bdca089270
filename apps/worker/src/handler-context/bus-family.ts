import { toBusError } from '@signalbox/runtime/bus/bus-error';
import type { Bus } from '@signalbox/runtime/bus/connect';
import { findQueued } from '@signalbox/runtime/bus/queued-messages';
import type { Publisher } from '@signalbox/runtime/bus/publisher';
import type { ResultStore } from '@signalbox/runtime/bus/result-store';
import { AppError } from '@signalbox/shared/errors/app-error';
import { subjects } from '@signalbox/shared/naming';
import type { CommandEnd } from '@signalbox/shared/status/command-end';
import type { ChildState, Family } from './family.ts';

/** The recorder answers once it has written all that was there when it was asked. */
const askLimitMs = 4_000;
const payloadReserveBytes = 65_536;
const defaultMaxPayloadBytes = 1_048_576;

interface Answer {
  unknown?: true;
  isKnown?: boolean;
  end?: CommandEnd;
}

const look = async (bus: Bus, id: string): Promise<ChildState> => {
  if (await findQueued(bus, id)) return { kind: 'open' };
  const question = JSON.stringify({ id, wantsEnd: true });
  const reply = await bus.nc.request(subjects.outcomeRequest, question, { timeout: askLimitMs });
  const { unknown, isKnown, end } = reply.json<Answer>();
  if (unknown) throw new Error('the recorder cannot tell yet');
  if (end) return { kind: 'ended', end };
  return { kind: isKnown ? 'open' : 'absent' };
};

export interface BusFamilyOptions {
  bus: Bus;
  publisher: Publisher;
  results: ResultStore;
}

/** Parents and children over NATS. */
export const createBusFamily = ({ bus, publisher, results }: BusFamilyOptions): Family => ({
  publish: async (child, headers) => {
    const payload = JSON.stringify(child);
    const limit = (bus.nc.info?.max_payload ?? defaultMaxPayloadBytes) - payloadReserveBytes;
    if (Buffer.byteLength(payload) > limit)
      throw new AppError('request.too_large', `The child ${child.name} is larger than ${limit} bytes.`);
    await publisher.publish(subjects.command(child.queue, child.priority, child.id), payload, {
      messageId: child.id,
      headers,
    });
  },
  look: async (id) => {
    try {
      return await look(bus, id);
    } catch (error) {
      throw toBusError(error);
    }
  },
  listen: (parentId, onEnd) => {
    const subscription = bus.nc.subscribe(subjects.childEnded(parentId), {
      callback: (error, message) => {
        if (!error) onEnd(message.json<CommandEnd>());
      },
    });
    return () => subscription.unsubscribe();
  },
  readResult: async ({ key }) => {
    const json = await results.read(key);
    if (!json) throw new AppError('command.no_result', `The result ${key} is not kept any more.`);
    return JSON.parse(Buffer.from(json).toString()) as unknown;
  },
});
