import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.ts';

const after = '01JD0000000000000000000000';

test('a cursor leads back to where its page ended', () => {
  expect(decodeCursor(encodeCursor({ after, sort: '-submittedAt' }), '-submittedAt')).toBe(after);
});

test('a cursor of the other order is refused', () => {
  expect(() => decodeCursor(encodeCursor({ after, sort: 'submittedAt' }), '-submittedAt')).toThrowError(
    expect.objectContaining({
      code: 'request.invalid',
      errors: [expect.objectContaining({ pointer: '/query/cursor' })],
    }),
  );
});

test.each(['', 'rubbish', 'e30', '%%%'])('%j is no cursor', (text) => {
  expect(() => decodeCursor(text, '-submittedAt')).toThrowError(
    expect.objectContaining({ code: 'request.invalid' }),
  );
});
