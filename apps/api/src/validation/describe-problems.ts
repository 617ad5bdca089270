import type { FieldProblem } from '@signalbox/shared/errors/app-error';

/** Field problems in one sentence, for those who read no further than `detail`. */
export const describeProblems = ([first, ...others]: readonly FieldProblem[]): string => {
  if (!first) return 'A rule is broken.';
  const place = first.pointer === '' ? 'The body' : first.pointer;
  const more = others.length === 0 ? '' : ` ${others.length} more in errors.`;
  return `${place} ${first.detail}.${more}`;
};
