import { catalog } from '@signalbox/shared/commands/catalog';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createTestApi } from '../../testing/create-test-api.ts';

const documentSchema = z.object({
  openapi: z.literal('3.1.0'),
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ summary: z.string(), responses: z.record(z.string(), z.unknown()) })),
  ),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

const findRefs = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === '$ref' && typeof part === 'string' ? [part] : findRefs(part),
  );
};

test('every route is in it, with its problems and its schemas', async () => {
  await using api = await createTestApi();
  const response = await api.server.inject({ method: 'GET', url: '/openapi.json' });
  expect(response.headers['content-type']).toContain('application/json');
  const document = documentSchema.parse(response.json());
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining([
      '/v1/commands',
      '/v1/commands/batch',
      '/v1/commands/{id}',
      '/v1/commands/{id}/events',
      '/v1/events',
      '/v1/services/{name}',
    ]),
  );
  for (const operations of Object.values(document.paths)) {
    for (const { responses } of Object.values(operations)) expect(responses).toHaveProperty('default');
  }
  for (const { name } of catalog) expect(document.components.schemas).toHaveProperty([`${name}.input`]);
  const known = new Set(
    Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`),
  );
  expect(findRefs(response.json()).filter((ref) => !known.has(ref))).toEqual([]);
});

test('headers that a route reads are in it, and others are let through', async () => {
  await using api = await createTestApi();
  const { paths } = (await api.server.inject({ method: 'GET', url: '/openapi.json' })).json<{
    paths: Record<string, Record<string, { parameters?: { in: string; name: string }[] }>>;
  }>();
  const headersOf = (url: string, method: string): string[] | undefined =>
    paths[url]?.[method]?.parameters?.filter((one) => one.in === 'header').map(({ name }) => name);
  expect(headersOf('/v1/commands', 'post')).toEqual(['idempotency-key']);
  expect(headersOf('/v1/events', 'get')).toEqual(['last-event-id']);
  expect(headersOf('/v1/commands/{id}/events', 'get')).toEqual(['last-event-id']);
});
