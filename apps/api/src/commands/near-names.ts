/** How many single-character edits turn one text into the other. */
const editDistance = (left: string, right: string): number => {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [row, leftCharacter] of Array.from(left).entries()) {
    const current = [row + 1];
    for (const [column, rightCharacter] of Array.from(right).entries()) {
      const substituted = (previous[column] ?? 0) + (leftCharacter === rightCharacter ? 0 : 1);
      current.push(Math.min(substituted, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
};

const longestCompared = 200;

/** The known names that somebody who wrote `name` may have meant, nearest first, at most three. */
export const nearNames = (name: string, known: readonly string[]): string[] => {
  const wanted = name.slice(0, longestCompared).toLowerCase();
  const tolerance = Math.max(2, Math.floor(wanted.length / 3));
  return known
    .map((candidate) => {
      const contains = wanted.length > 2 && candidate.toLowerCase().includes(wanted);
      return { candidate, distance: contains ? 1 : editDistance(wanted, candidate.toLowerCase()) };
    })
    .filter(({ distance }) => distance <= tolerance)
    .toSorted((left, right) => left.distance - right.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
};
