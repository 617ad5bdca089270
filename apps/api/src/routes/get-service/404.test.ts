import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';
import { makeReport } from '../../testing/make-report.ts';

test('a service nobody knows', async () => {
  await using api = await createTestApi();
  api.reports.accept(makeReport());
  const response = await api.server.inject({ method: 'GET', url: '/v1/services/wroker' });
  expect(response.statusCode).toBe(404);
  expect(readProblem(response)).toMatchObject({ code: 'service.not_found', suggestions: ['worker'] });
});
