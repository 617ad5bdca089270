import { z } from 'zod';

const ulidPattern = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** A ULID: 26 characters, sortable by the time of submission. */
export const commandIdSchema = z.string().regex(ulidPattern, 'a command id is a ULID of 26 characters');

export const isCommandId = (value: string): boolean => ulidPattern.test(value);
