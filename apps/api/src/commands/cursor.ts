import { AppError } from '@signalbox/shared/errors/app-error';
import { commandIdSchema } from '@signalbox/shared/ids';
import { z } from 'zod';

const cursorSchema = z.strictObject({
  after: commandIdSchema,
  sort: z.enum(['submittedAt', '-submittedAt']),
});

/** Where a page of a list ended. */
export type Cursor = z.infer<typeof cursorSchema>;

export const encodeCursor = (cursor: Cursor): string =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url');

const tryDecode = (text: string): Cursor | undefined => {
  try {
    return cursorSchema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data;
  } catch {
    return undefined;
  }
};

/**
 * @param sort the order of the list that is asked for, which must be that of the page before
 * @throws AppError `request.invalid`
 */
export const decodeCursor = (text: string, sort: Cursor['sort']): string => {
  const cursor = tryDecode(text);
  if (cursor?.sort === sort) return cursor.after;
  const detail = cursor
    ? `belongs to a list with sort=${cursor.sort}: keep the sort, or begin without a cursor`
    : 'must be the nextCursor of an earlier answer, unchanged';
  throw new AppError('request.invalid', 'The cursor cannot be used; see errors.', {
    errors: [{ pointer: '/query/cursor', detail }],
  });
};
