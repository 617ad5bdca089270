import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';
import { makeReport } from '../../testing/make-report.ts';

test('one service of the report', async () => {
  await using api = await createTestApi();
  const report = makeReport();
  api.reports.accept(report);
  expect((await api.server.inject({ method: 'GET', url: '/v1/services/worker' })).json()).toEqual(
    report.items[0],
  );
});
