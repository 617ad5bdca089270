import { createServer } from 'node:net';

/** A port of the loopback interface that nobody holds right now. */
export const findFreePort = async (): Promise<number> => {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    resolve(typeof address === 'object' && address ? address.port : 0);
  });
  const port = await promise;
  await new Promise((done) => server.close(done));
  return port;
};
