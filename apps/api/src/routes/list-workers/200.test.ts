import { expect, test } from 'vitest';
import { z } from 'zod';
import { workerViewSchema } from '../../health/list-workers.ts';
import { createTestApi } from '../../testing/create-test-api.ts';
import { makeReport } from '../../testing/make-report.ts';

test('the workers of the report', async () => {
  await using api = await createTestApi();
  api.reports.accept(makeReport());
  const answer = (await api.server.inject({ method: 'GET', url: '/v1/workers' })).json();
  expect(z.object({ items: z.array(workerViewSchema) }).parse(answer).items).toMatchObject([
    { instance: 'worker-1', state: 'healthy', slots: 128, inFlight: 3, queues: ['default', 'demo'] },
  ]);
});
