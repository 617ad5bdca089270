import type { AttemptsLedger } from '@signalbox/runtime/bus/attempts-ledger';
import type { Publisher } from '@signalbox/runtime/bus/publisher';
import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { headers } from '@signalbox/shared/naming';
import { toWrittenPast, type Past } from './past.ts';

type Renewal = NonNullable<CommandEnvelope['renewed']>;

interface Renewed {
  /** The command's id. */
  id: string;
  past: Past;
  /** Epoch ms. */
  notBefore: number;
}

const decoder = new TextDecoder();

/** Taken from the bytes: fields that a newer API has added are kept. */
const toRenewedPayload = (message: PulledMessage, renewed: Renewal): string => {
  const envelope = JSON.parse(decoder.decode(message.data)) as Record<string, unknown>;
  return JSON.stringify({ ...envelope, renewed });
};

const toTraceHeaders = (message: PulledMessage): Record<string, string> =>
  Object.fromEntries(
    [headers.traceparent, headers.tracestate].flatMap((name) => {
      const value = message.header(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );

/**
 * Publishes a command anew on its subject, with the attempts and the wait that it had. One message is renewed once,
 * however often this is tried: the id of the new one is made of the sequence of the old.
 * @returns false if nobody confirmed the new message; it may be stored nevertheless
 */
export const renew = async (
  message: PulledMessage,
  { id, past, notBefore }: Renewed,
  { ledger, publisher }: { ledger: AttemptsLedger; publisher: Publisher },
): Promise<boolean> => {
  try {
    const written = toWrittenPast(past);
    const { revision } = await ledger.read(id);
    const { sequence } = await publisher.publish(
      message.subject,
      toRenewedPayload(message, { ...written, notBefore }),
      { messageId: `${id}:${message.sequence}`, headers: toTraceHeaders(message) },
    );
    // Who took the new message may have written of it by now, and knows more.
    await ledger.write(id, { delivery: 0, sequence, ...written }, revision).catch(() => undefined);
    return true;
  } catch {
    return false;
  }
};
