const rules = [
  {
    pattern: /ENOTFOUND|ETIMEDOUT|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ENETUNREACH|network/i,
    advice:
      'npm cannot reach its registry. Check the network; behind a proxy set HTTPS_PROXY or run: npm config set https-proxy <url>',
  },
  {
    pattern: /ENOSPC/,
    advice: 'The disk is full. The packages need about 1 GB; free some space and try again.',
  },
  {
    pattern: /EACCES|EPERM|EROFS/,
    advice:
      'This user may not write here. Make this folder and the npm cache (npm config get cache) writable for this user.',
  },
  {
    pattern: /can only install.*in sync|EUSAGE/s,
    advice: 'package.json and package-lock.json do not agree. Run: npm install',
  },
];

/** What to do about a failed `npm ci`, judged by what it wrote. */
export const explainFailure = (output) => {
  const rule = rules.find(({ pattern }) => pattern.test(output));
  return (
    rule?.advice ??
    'Check the network (proxy), the disk space and the permissions of this folder, and try again.'
  );
};
