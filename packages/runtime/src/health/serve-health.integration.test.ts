import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createHealth } from './create-health.ts';
import { serveHealth } from './serve-health.ts';

const serve = async () => {
  const health = createHealth({ service: 'worker', instance: 'w1', logger: pino({ level: 'silent' }) });
  const server = await serveHealth(health, {
    host: '127.0.0.1',
    port: 0,
    metrics: async () => ({ contentType: 'text/plain', body: 'a 1\n' }),
  });
  return { health, server, get: (path: string, init?: RequestInit) => fetch(`${server.url}${path}`, init) };
};

test('the service routes answer with their status, type and no-store', async () => {
  const { health, server, get } = await serve();
  expect((await get('/livez')).status).toBe(200);
  expect((await get('/readyz')).status).toBe(503);
  health.markReady();
  expect((await get('/readyz?verbose')).status).toBe(200);
  const answer = await get('/health');
  expect(answer.headers.get('content-type')).toBe('application/health+json');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.json()).toMatchObject({ status: 'pass', serviceId: 'worker' });
  expect(await (await get('/metrics')).text()).toBe('a 1\n');
  expect((await get('/nothing')).status).toBe(404);
  expect((await get('/livez', { method: 'POST' })).status).toBe(405);
  await server.close();
  health.stop();
});

test('a port that is taken is named', async () => {
  const { health, server } = await serve();
  const port = Number(new URL(server.url).port);
  await expect(serveHealth(health, { host: '127.0.0.1', port })).rejects.toThrow(`127.0.0.1:${port}`);
  await server.close();
  health.stop();
});
