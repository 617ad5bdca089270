import { createHash } from 'node:crypto';
import { AppError } from '@signalbox/shared/errors/app-error';
import { commandIdSchema } from '@signalbox/shared/ids';
import { z } from 'zod';
import type { CommandFilter } from './ports.ts';

const cursorSchema = z.strictObject({
  after: commandIdSchema,
  sort: z.enum(['submittedAt', '-submittedAt']),
  /** Tells the filters of the list. */
  of: z.string(),
});

type Cursor = z.infer<typeof cursorSchema>;

/** What makes a list: a page of it may be of any size. */
export type ListedBy = Omit<CommandFilter, 'limit' | 'afterId'>;

const hashLength = 12;

/** Each list of a filter is a set. */
const sortLists = (_: string, value: unknown): unknown =>
  Array.isArray(value) ? value.map((one) => JSON.stringify(one)).toSorted() : value;

/** The same for the same filters, in whatever order they were given. */
const toMark = ({ sort: _, ...filters }: ListedBy): string => {
  const sorted = Object.fromEntries(
    Object.entries(filters).toSorted(([left], [right]) => (left < right ? -1 : 1)),
  );
  return createHash('sha256')
    .update(JSON.stringify(sorted, sortLists))
    .digest('base64url')
    .slice(0, hashLength);
};

/** Where a page of a list ended. */
export const encodeCursor = (after: string, list: ListedBy): string => {
  const cursor: Cursor = { after, sort: list.sort, of: toMark(list) };
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
};

const tryDecode = (text: string): Cursor | undefined => {
  try {
    return cursorSchema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data;
  } catch {
    return undefined;
  }
};

const explain = (cursor: Cursor | undefined, { sort }: ListedBy): string => {
  if (!cursor) return 'must be the nextCursor of an earlier answer, unchanged';
  return cursor.sort === sort
    ? 'belongs to a list with other filters: keep the filters, or begin without a cursor'
    : `belongs to a list with sort=${cursor.sort}: keep the sort, or begin without a cursor`;
};

/**
 * @param list the one that is asked for, which must be that of the page before
 * @throws AppError `request.invalid`
 */
export const decodeCursor = (text: string, list: ListedBy): string => {
  const cursor = tryDecode(text);
  if (cursor?.sort === list.sort && cursor.of === toMark(list)) return cursor.after;
  const detail = explain(cursor, list);
  throw new AppError('request.invalid', 'The cursor cannot be used; see errors.', {
    errors: [{ pointer: '/query/cursor', detail }],
  });
};
