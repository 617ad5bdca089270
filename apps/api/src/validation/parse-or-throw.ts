import { AppError } from '@signalbox/shared/errors/app-error';
import type { z } from 'zod';
import { describeProblems } from './describe-problems.ts';
import { toFieldProblems } from './to-field-problems.ts';

/**
 * What a schema makes of data from outside.
 * @param prefix goes before every pointer, such as `/query`
 * @throws AppError `request.invalid` with each broken rule
 */
export const parseOrThrow = <Schema extends z.ZodType>(
  schema: Schema,
  data: unknown,
  prefix = '',
): z.output<Schema> => {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const errors = toFieldProblems(parsed.error.issues, { data, prefix });
  throw new AppError('request.invalid', describeProblems(errors), { errors });
};
