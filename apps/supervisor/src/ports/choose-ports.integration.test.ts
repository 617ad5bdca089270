import { createServer, type Server } from 'node:net';
import { readEnvironment } from '@signalbox/runtime/config/environment';
import { afterEach, expect, test } from 'vitest';
import { findFreePort } from '@signalbox/embedded/testing/free-port';
import { choosePorts, PortTakenError } from './choose-ports.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

const occupy = async (): Promise<number> => {
  const port = await findFreePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  servers.push(server);
  return port;
};

test('a busy default port is exchanged for the next free one, which is said', async () => {
  const busy = await occupy();
  const environment = { ...readEnvironment({}), API_PORT: busy };
  const { ports, notices } = await choosePorts({ environment, env: {}, needed: ['API_PORT'] });
  expect(ports.API_PORT).toBeGreaterThan(busy);
  expect(notices).toEqual([expect.stringContaining(`port ${busy} is held by process ${process.pid} (`)]);
  expect(notices[0]).toContain(`API_PORT is ${ports.API_PORT} this time`);
});

test('a busy port that was asked for is refused with the name of its holder', async () => {
  const env = { API_PORT: String(await occupy()) };
  const choice = choosePorts({ environment: readEnvironment(env), env, needed: ['API_PORT'] });
  await expect(choice).rejects.toThrow(PortTakenError);
  await expect(choice).rejects.toThrow(
    `API_PORT=${env.API_PORT}: port ${env.API_PORT} is held by process ${process.pid}`,
  );
});

test('no two processes are given the same port', async () => {
  const port = await findFreePort();
  const environment = { ...readEnvironment({}), API_PORT: port, WORKER_PORT: port };
  const needed = ['API_PORT', 'WORKER_PORT'] as const;
  const { ports } = await choosePorts({ environment, env: {}, needed });
  expect(ports.API_PORT).toBe(port);
  expect(ports.WORKER_PORT).not.toBe(port);
});
