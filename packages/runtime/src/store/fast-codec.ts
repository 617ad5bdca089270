import { addExtension } from 'cbor-x';
import { CborCodec, RecordId, type CodecOptions } from 'surrealdb';
import { encodeCbor } from './cbor.ts';

const recordIdTag = 8;

addExtension({
  Class: RecordId,
  tag: recordIdTag,
  encode: (id: RecordId, encode) => encode([id.table.name, id.id]),
  decode: (parts: unknown) => parts,
});

/** Encodes with the faster of two codecs; decoding stays with the client, which knows all types. */
export const createFastCodec = (options: CodecOptions) => {
  const own = new CborCodec(options);
  return {
    encode: encodeCbor,
    decode: <Value>(bytes: Uint8Array): Value => own.decode<Value>(bytes),
  };
};
