import { AppError, type FieldProblem } from '@signalbox/shared/errors/app-error';
import type { CommandFilter } from '../commands/ports.ts';
import { toCommandFilter } from '../commands/to-command-filter.ts';
import { describeProblems } from '../validation/describe-problems.ts';

type RawFilter = Readonly<Record<string, string>>;

const ofTheList = new Set(['sort', 'limit', 'cursor']);

const refuse = (errors: FieldProblem[]): never => {
  throw new AppError('request.invalid', describeProblems(errors), { errors });
};

const toFilterPointers = (error: unknown): never => {
  if (!(error instanceof AppError) || !error.errors) throw error;
  return refuse(
    error.errors.map(({ pointer, detail }) => ({ pointer: pointer.replace(/^\/query/, '/filter'), detail })),
  );
};

/**
 * Reads the filter of a bulk action: the parameters of `GET /v1/commands`, checked by the same code.
 * @throws AppError `request.invalid`
 */
export const toActionFilter = (raw: RawFilter): CommandFilter => {
  const names = Object.keys(raw);
  if (names.length === 0)
    refuse([
      { pointer: '/filter', detail: 'must name at least one parameter, such as {"status": "failed"}' },
    ]);
  const notHere = names.filter((name) => ofTheList.has(name));
  if (notHere.length > 0)
    refuse(
      notHere.map((name) => ({
        pointer: `/filter/${name}`,
        detail: 'is for lists: an action takes all that match, oldest first',
      })),
    );
  try {
    return { ...toCommandFilter(raw), sort: 'submittedAt' };
  } catch (error) {
    return toFilterPointers(error);
  }
};

/** Bounds a filter to what was submitted before a moment. */
export const submittedBefore = (filter: CommandFilter, untilMs: number): CommandFilter => ({
  ...filter,
  toMs: Math.min(filter.toMs ?? untilMs, untilMs),
});
