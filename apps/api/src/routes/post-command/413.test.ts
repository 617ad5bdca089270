import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test('a body over the limit names the limit and its setting', async () => {
  await using api = await createTestApi({ bodyLimitBytes: 1_000 });
  const response = await api.post({ name: 'text.process', input: { text: 'x'.repeat(2_000) } });
  expect(response.statusCode).toBe(413);
  expect(readProblem(response)).toMatchObject({
    code: 'request.too_large',
    detail: 'The body is larger than 1000 bytes. Send less, or have the operator raise API_BODY_LIMIT_BYTES.',
  });
});
