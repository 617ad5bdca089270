/** Debian 12's; older servers lack what the streams need. */
export const lowestNatsVersion = '2.9.10';

/** What is fetched where a machine has none. */
export const pinnedNatsVersion = '2.12.15';

const versionPattern = /v?(\d+)\.(\d+)\.(\d+)/;

/** The version in `nats-server: v2.9.10` and the like; undefined if there is none. */
export const parseVersion = (text: string): string | undefined => {
  const match = versionPattern.exec(text);
  return match ? match.slice(1, 4).join('.') : undefined;
};

/** Negative if left is older, positive if it is newer, 0 if they are the same. */
export const compareVersions = (left: string, right: string): number => {
  const [a, b] = [left.split('.').map(Number), right.split('.').map(Number)];
  for (const [index, part] of a.entries()) {
    const difference = part - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};
