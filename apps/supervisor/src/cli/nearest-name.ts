/** Letters to change, add or take away to get from one word to the other. */
const countEdits = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [line, letter] of from.split('').entries()) {
    const next = [line + 1];
    for (const [column, other] of to.split('').entries()) {
      const kept = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(kept, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};

const maxEdits = 3;

/** The name that somebody who wrote `word` may have meant. */
export const findNearestName = (word: string, names: readonly string[]): string | undefined => {
  const [best] = names
    .map((name) => ({ name, edits: name.startsWith(word) ? 0 : countEdits(word, name) }))
    .toSorted((a, b) => a.edits - b.edits);
  return best !== undefined && best.edits <= Math.min(maxEdits, best.name.length - 1) ? best.name : undefined;
};
