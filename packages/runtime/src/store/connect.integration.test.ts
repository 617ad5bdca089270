import { startSurrealServer } from '@signalbox/embedded/harness';
import { expect, test } from 'vitest';
import { createLogger } from '../observability/create-logger.ts';
import { connectStore } from './connect.ts';

const logger = createLogger({ service: 'test', instance: 'test', level: 'silent', format: 'json' });

test('when a connection is given up, every statement that waits for it hears of it at once', async () => {
  await using server = await startSurrealServer({ memory: true });
  const login = { user: 'root', password: 'root', namespace: 'test', database: 'test' };
  const store = await connectStore({ url: server.url, ...login, logger });
  const startedAt = performance.now();
  const patient = store.execute('RETURN sleep(20s)', {}, 30_000);
  const impatient = store.query('RETURN sleep(20s)');
  await expect(impatient).rejects.toMatchObject({ code: 'store.unavailable' });
  await expect(patient).rejects.toMatchObject({ code: 'store.unavailable' });
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  await store.close();
});

test('a statement that runs out of its own time may be tried again, and the connection stands', async () => {
  await using server = await startSurrealServer({ memory: true });
  const login = { user: 'root', password: 'root', namespace: 'test', database: 'test' };
  const store = await connectStore({ url: server.url, ...login, logger });
  await expect(store.query('SELECT sleep(200ms) FROM [1, 2, 3] TIMEOUT 100ms')).rejects.toMatchObject({
    code: 'store.unavailable',
    retryable: true,
    message: expect.stringContaining('took too long'),
  });
  expect(store.connected).toBe(true);
  await store.close();
});
