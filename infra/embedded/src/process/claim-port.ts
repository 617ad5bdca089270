import { createServer, type AddressInfo } from 'node:net';
import { ConfigError } from './config-error.ts';
import { outlastPredecessor } from './outlast-predecessor.ts';

export const loopback = '127.0.0.1';

/** The error of a port that another program holds. */
export const toPortError = (port: number, variable: string): ConfigError =>
  new ConfigError(
    `Port ${port} on ${loopback} is in use by another program. Stop that program (lsof -i :${port} names it) or set ${variable} to a free port.`,
  );

const tryPort = (port: number, variable: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? toPortError(port, variable) : error);
    });
    server.listen(port, loopback, () => {
      const address = server.address() as AddressInfo; // A TCP server that listens has one.
      server.close(() => resolve(address.port));
    });
  });

/**
 * Finds out that a port can be listened on, and which one if `port` is 0.
 * @throws ConfigError that names the port and `variable` if another program keeps it
 */
export const claimPort = (port: number, variable: string): Promise<number> =>
  outlastPredecessor(() => tryPort(port, variable));
