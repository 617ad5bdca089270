import { CborCodec } from 'surrealdb';

const codec = CborCodec.DEFAULT;

const idKey = Buffer.from('626964', 'hex');
const resultKey = Buffer.from('66726573756c74', 'hex');
/** A map of the one entry `error`, whose value is a map: the engine's form of a failed request. */
const errorHead = Buffer.from('a1656572726f72', 'hex');
const mapMajor = 5;

export interface RpcFailure {
  code: number;
  kind: string;
  message: string;
  details?: Record<string, unknown>;
}

/** Whether the engine's answer is an error and not a result. */
export const isFailure = (answer: Uint8Array): boolean =>
  errorHead.equals(answer.subarray(0, errorHead.length)) && (answer[errorHead.length] ?? 0) >> 5 === mapMajor;

/** The engine's answer as the message of the protocol: with its id, and the result under its key. */
export const toResponse = (id: Uint8Array | undefined, answer: Uint8Array): Uint8Array => {
  const entries = isFailure(answer) ? [answer.subarray(1)] : [resultKey, answer];
  const head = id ? [Uint8Array.of(0xa2), idKey, id] : [Uint8Array.of(0xa1)];
  return Buffer.concat([...head, ...entries]);
};

/** An error of this server in the form of the engine's. */
export const toFailure = (failure: RpcFailure): Uint8Array => codec.encode({ error: failure });

/** A live query's message, which has no id. */
export const toNotification = (notification: Uint8Array): Uint8Array => toResponse(undefined, notification);
