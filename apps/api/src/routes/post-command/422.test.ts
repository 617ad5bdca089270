import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test('bad input is told with JSON pointers', async () => {
  await using api = await createTestApi();
  const response = await api.post({ name: 'text.process', input: { text: 1, operation: 'shout' } });
  expect(response.statusCode).toBe(422);
  expect(readProblem(response)).toMatchObject({
    code: 'command.invalid_input',
    errors: [
      { pointer: '/input/text', detail: 'must be a string, not a number' },
      {
        pointer: '/input/operation',
        detail: 'must be one of "uppercase", "lowercase", "word_count", "reverse"; it is "shout"',
      },
    ],
  });
  expect(api.bus.published).toEqual([]);
});

test('every broken rule of the body is told at once', async () => {
  await using api = await createTestApi();
  const response = await api.post({ name: 5, input: {}, priority: 'urgent', delay: 5 });
  expect(readProblem(response)).toMatchObject({
    code: 'request.invalid',
    errors: expect.arrayContaining([
      expect.objectContaining({ pointer: '/name' }),
      expect.objectContaining({ pointer: '/priority' }),
      expect.objectContaining({ pointer: '/delay' }),
    ]),
  });
});

test('an unknown queue is told with the known ones', async () => {
  await using api = await createTestApi();
  const response = await api.post({ name: 'system.ping', input: {}, queue: 'defualt' });
  expect(response.statusCode).toBe(422);
  expect(readProblem(response).errors).toEqual([
    {
      pointer: '/queue',
      detail: expect.stringContaining('known queues are default, demo, http, special. Did you mean default?'),
    },
  ]);
});

test.each([
  ['?waitMs=soon', '/query/waitMs'],
  ['?waitMs=300001', '/query/waitMs'],
  ['?wait=5', '/query/wait'],
])('the query %s breaks a rule', async (query, pointer) => {
  await using api = await createTestApi();
  const response = await api.post({ name: 'system.ping', input: {} }, { query });
  expect(response.statusCode).toBe(422);
  expect(readProblem(response).errors).toEqual([expect.objectContaining({ pointer })]);
});

test('a key that came with another body', async () => {
  await using api = await createTestApi();
  const headers = { 'idempotency-key': 'k' };
  await api.post({ name: 'system.ping', input: {} }, { headers });
  const response = await api.post({ name: 'demo.crash', input: {} }, { headers });
  expect(response.statusCode).toBe(422);
  expect(readProblem(response)).toMatchObject({ code: 'idempotency.mismatch' });
  expect(api.bus.published).toHaveLength(1);
});

test('an empty or endless key', async () => {
  await using api = await createTestApi();
  for (const key of ['', 'x'.repeat(256)]) {
    const response = await api.post(
      { name: 'system.ping', input: {} },
      { headers: { 'idempotency-key': key } },
    );
    expect(readProblem(response).errors).toEqual([
      expect.objectContaining({ pointer: '/headers/idempotency-key' }),
    ]);
  }
});
