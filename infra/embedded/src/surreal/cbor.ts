/** Reads the outline of a CBOR map without building its values: rows pass through this process as bytes. */

export class CborError extends Error {
  override readonly name = 'CborError';
}

/** Where an item lies in a frame. */
export interface Span {
  start: number;
  end: number;
}

const [bytesMajor, textMajor, arrayMajor, mapMajor, tagMajor] = [2, 3, 4, 5, 6] as const;

interface Head {
  major: number;
  /** Length, count, tag or number, as the major type has it. */
  value: number;
  next: number;
}

const readArgument = (view: DataView, offset: number, info: number): number => {
  switch (info) {
    case 24:
      return view.getUint8(offset);
    case 25:
      return view.getUint16(offset);
    case 26:
      return view.getUint32(offset);
    case 27:
      return Number(view.getBigUint64(offset));
    default:
      throw new CborError('indefinite lengths are not supported');
  }
};

const readHead = (view: DataView, offset: number): Head => {
  const initial = view.getUint8(offset);
  const major = initial >> 5;
  const info = initial & 31;
  if (info < 24) return { major, value: info, next: offset + 1 };
  return { major, value: readArgument(view, offset + 1, info), next: offset + 1 + (1 << (info - 24)) };
};

const isSized = (major: number): boolean => major === bytesMajor || major === textMajor;

const countItems = ({ major, value }: Head): number => {
  if (major === arrayMajor) return value;
  if (major === mapMajor) return 2 * value;
  return major === tagMajor ? 1 : 0;
};

/** The offset just after the item that starts at `offset`. */
const skipItem = (view: DataView, start: number): number => {
  let offset = start;
  for (let left = 1; left > 0; left -= 1) {
    const head = readHead(view, offset);
    offset = isSized(head.major) ? head.next + head.value : head.next;
    left += countItems(head);
  }
  return offset;
};

const decoder = new TextDecoder();

const readTextAt = (frame: Uint8Array, view: DataView, offset: number): { text: string; next: number } => {
  const { major, value, next } = readHead(view, offset);
  if (major !== textMajor || next + value > frame.length) throw new CborError('a key or method is not text');
  return { text: decoder.decode(frame.subarray(next, next + value)), next: next + value };
};

/** @throws CborError if the item is not text */
export const readText = (frame: Uint8Array, span: Span): string => {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  return readTextAt(frame, view, span.start).text;
};

const readEntries = <Key extends string>(
  frame: Uint8Array,
  keys: readonly Key[],
): Partial<Record<Key, Span>> => {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const map = readHead(view, 0);
  if (map.major !== mapMajor) throw new CborError('the message is not a map');
  const spans: Partial<Record<Key, Span>> = {};
  let offset = map.next;
  let missing = keys.length;
  for (let index = 0; index < map.value && missing > 0; index += 1) {
    const { text, next } = readTextAt(frame, view, offset);
    offset = skipItem(view, next);
    const key = keys.find((candidate) => candidate === text);
    if (key === undefined) continue;
    spans[key] = { start: next, end: offset };
    missing -= 1;
  }
  if (offset > frame.length) throw new CborError('the message ends early');
  return spans;
};

/**
 * Where the values of some keys of a map lie; stops as soon as it has them all.
 * @throws CborError if the frame is not a map or ends early
 */
export const findEntries = <Key extends string>(
  frame: Uint8Array,
  keys: readonly Key[],
): Partial<Record<Key, Span>> => {
  try {
    return readEntries(frame, keys);
  } catch (error) {
    if (error instanceof RangeError) throw new CborError('the message ends early');
    throw error;
  }
};

/** The number of entries of a map, and where the first one starts. @throws CborError if the frame is not a map */
export const readMapHead = (frame: Uint8Array): { count: number; start: number } => {
  const { major, value, next } = readHead(new DataView(frame.buffer, frame.byteOffset, frame.byteLength), 0);
  if (major !== mapMajor) throw new CborError('the message is not a map');
  return { count: value, start: next };
};

/** The head of a map of up to 65,535 entries. */
export const writeMapHead = (count: number): Uint8Array => {
  if (count < 24) return Uint8Array.of((mapMajor << 5) | count);
  return Uint8Array.of((mapMajor << 5) | 25, count >> 8, count & 255);
};
