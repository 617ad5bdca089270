import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';

test('a ready process says so everywhere', async () => {
  await using api = await createTestApi();
  api.health.markReady();
  const get = (url: string) => api.server.inject({ method: 'GET', url });
  expect((await get('/livez')).statusCode).toBe(200);
  expect((await get('/readyz?verbose')).json()).toMatchObject({ status: 'pass', checks: [] });
  const health = await get('/health');
  expect(health.headers['content-type']).toContain('application/health+json');
  expect(health.headers['cache-control']).toBe('no-store');
  expect(health.json()).toMatchObject({ status: 'pass', serviceId: 'api' });
  expect((await get('/api/health')).json()).toEqual({ status: 'healthy' });
  expect((await get('/')).json()).toMatchObject({ name: 'signalbox', links: { openapi: '/openapi.json' } });
});

test('load balancers may ask with HEAD', async () => {
  await using api = await createTestApi();
  expect((await api.server.inject({ method: 'HEAD', url: '/livez' })).statusCode).toBe(200);
});

test('requests and commands are counted by route and type', async () => {
  await using api = await createTestApi();
  await api.post({ name: 'system.ping', input: {} });
  const { body, headers } = await api.server.inject({ method: 'GET', url: '/metrics' });
  expect(headers['content-type']).toContain('text/plain');
  expect(body).toContain('commands_submitted_total{command_type="system.ping"} 1');
  expect(body).toContain(
    'http_server_request_duration_seconds_count{http_route="/v1/commands",http_request_method="POST",http_response_status_code="202"} 1',
  );
});
