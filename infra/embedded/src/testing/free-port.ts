import { createServer } from 'node:net';

/**
 * Below the range from which systems take the ports of outgoing connections. A port of that range may be gone by the
 * time it is used; and while its server is down, whoever tries to reach it may be given that very port, and keep it.
 */
const range = { first: 20_000, count: 12_000 };

/** Processes that test side by side begin apart from each other. */
let next = (process.pid * 131) % range.count;

const canListen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/**
 * A port of the loopback interface for a server of a test, given out once.
 * @throws Error if all are taken
 */
export const findFreePort = async (): Promise<number> => {
  for (let tries = 0; tries < range.count; tries += 1) {
    const port = range.first + next;
    next = (next + 1) % range.count;
    if (await canListen(port)) return port;
  }
  throw new Error(`No port from ${range.first} to ${range.first + range.count - 1} is free.`);
};
