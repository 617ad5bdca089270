/** The oldest nats-server on which every guarantee has been shown. */
export const leastServerVersion = '2.9.10';

const toNumbers = (version: string): number[] => version.split('-')[0]?.split('.').map(Number) ?? [];

export const isSupportedServer = (version: string): boolean => {
  const least = toNumbers(leastServerVersion);
  const found = toNumbers(version);
  for (const [place, number] of least.entries()) {
    const difference = (found[place] ?? 0) - number;
    if (difference !== 0) return difference > 0;
  }
  return true;
};
