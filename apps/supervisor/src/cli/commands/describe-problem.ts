import type { ApiProblem } from '@signalbox/client';

/** A problem document for a person: what is wrong, where, and what may have been meant. */
export const describeProblem = ({ problem, errors }: ApiProblem): string => {
  const { suggestions = [], detail } = problem;
  const isSaid = suggestions.every((name) => detail.includes(name));
  return [
    detail,
    ...errors.map(({ pointer, detail }) => `  ${pointer || '/'} ${detail}`),
    ...(suggestions.length > 0 && !isSaid ? [`Did you mean ${suggestions.join(' or ')}?`] : []),
  ].join('\n');
};
