import type { Msg } from '@nats-io/transport-node';
import { AppError } from '@signalbox/shared/errors/app-error';

export interface PubAck {
  /** Sequence in the stream. */
  sequence: number;
  /** True if the stream already had a message of this id. */
  duplicate: boolean;
}

interface PubAckReply {
  seq?: number;
  duplicate?: boolean;
  error?: { code: number; err_code?: number; description: string };
}

const limitErrors = new Set([10_047, 10_077, 10_122]);

const toError = (error: NonNullable<PubAckReply['error']>): AppError => {
  const full =
    limitErrors.has(error.err_code ?? 0) ||
    /maximum (bytes|messages)|insufficient (storage|resources)/.test(error.description);
  return full
    ? new AppError('bus.full', `The stream takes no more: ${error.description}. Nothing was stored.`, {
        retryAfterMs: 5_000,
      })
    : new AppError('bus.unavailable', `The stream refused the message: ${error.description}.`, {
        retryAfterMs: 2_000,
        details: { serverCode: error.err_code },
      });
};

/** Reads the stream's answer to a publish. */
export const parsePubAck = (message: Msg): PubAck | AppError => {
  if (message.data.length === 0) {
    return new AppError(
      'bus.unavailable',
      'No stream takes this message: JetStream is starting, or the streams are missing.',
      {
        retryAfterMs: 2_000,
      },
    );
  }
  const reply = message.json<PubAckReply>();
  if (reply.error) return toError(reply.error);
  return { sequence: reply.seq ?? 0, duplicate: reply.duplicate === true };
};
