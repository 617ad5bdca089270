import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test.each([
  [{ commands: [] }, {}, '/commands'],
  [{ commands: Array.from({ length: 1_001 }, () => 1) }, {}, '/commands'],
  [{ items: [] }, {}, '/commands'],
  [{ commands: [1] }, { 'idempotency-key': 'k' }, '/headers/idempotency-key'],
])('a batch that breaks a rule (%#)', async (payload, headers, pointer) => {
  await using api = await createTestApi();
  const response = await api.server.inject({ method: 'POST', url: '/v1/commands/batch', payload, headers });
  expect(response.statusCode).toBe(422);
  expect(readProblem(response).errors).toContainEqual(expect.objectContaining({ pointer }));
});
