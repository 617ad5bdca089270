import { gunzipSync, gzipSync } from 'node:zlib';

/** Below this, zipping costs more than the bytes it saves, and a person with the `nats` CLI can read the message. */
const smallestZipped = 4_096;
/** No server takes a longer message, so no writer makes one; a broken one may not fill the memory. */
const maxJsonBytes = 64 * 1_048_576;
/** A broken message may claim any length. */
const maxChunkBytes = 1_048_576;
const firstByteOfArray = 0x5b;
/** A gzip member ends with the length of what is in it. */
const lengthBytes = 4;

const decoder = new TextDecoder();

/**
 * The payload of a message of EVENTS: a JSON array of events, zipped if it is long. The events of one batch are much
 * alike, so a tenth of the bytes is left for the server to copy and to keep (ADR 20).
 */
export const packEvents = (json: string): string | Uint8Array =>
  json.length < smallestZipped ? json : gzipSync(json, { level: 1 });

/** How many bytes of JSON a message of EVENTS holds, without reading it; for a broken one, any number. */
export const toJsonBytes = (data: Uint8Array): number =>
  data[0] === firstByteOfArray || data.length < lengthBytes
    ? data.length
    : new DataView(data.buffer, data.byteOffset, data.length).getUint32(data.length - lengthBytes, true);

/**
 * The JSON text of a message of EVENTS.
 * @throws Error if it is neither JSON nor zipped, or longer than any writer makes it
 */
export const unpackEvents = (data: Uint8Array): string => {
  if (data[0] === firstByteOfArray) return decoder.decode(data);
  const chunkSize = Math.min(Math.max(toJsonBytes(data), 1_024), maxChunkBytes);
  return decoder.decode(gunzipSync(data, { chunkSize, maxOutputLength: maxJsonBytes }));
};
