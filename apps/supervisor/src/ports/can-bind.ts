import { createServer } from 'node:net';
import type { ProcessPort } from '../process/process-spec.ts';

/** Whether a server could listen there now; it is found out by listening. Throws if the host is not this machine's. */
export const canBind = ({ host, port }: ProcessPort): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(new Error(`cannot listen on ${host}:${port}: ${error.message}`, { cause: error }));
    });
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
