const lowest = [20, 20];

/** A sentence for whoever runs a Node that is too old; undefined if it is new enough. */
export const explainOldNode = (version) => {
  const [major, minor] = version.split('.').map(Number);
  if (major > lowest[0] || (major === lowest[0] && minor >= lowest[1])) return undefined;
  return `Signalbox needs Node ${lowest.join('.')} or newer to start, and this is ${version}: install a newer one from https://nodejs.org and try again.`;
};
