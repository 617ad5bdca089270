import { healthReportSchema, type HealthReport } from '@signalbox/shared/health/report';
import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';
import { makeReport } from '../../testing/make-report.ts';
import { readStream } from '../../testing/read-stream.ts';

test('the last report of the aggregator', async () => {
  await using api = await createTestApi();
  const report = makeReport();
  api.reports.accept(report);
  expect((await api.server.inject({ method: 'GET', url: '/v1/services' })).json()).toEqual(report);
});

test('without a report it is said that nothing is known', async () => {
  await using api = await createTestApi();
  const answer = await api.server.inject({ method: 'GET', url: '/v1/services' });
  expect(answer.statusCode).toBe(200);
  const report: HealthReport = healthReportSchema.parse(answer.json());
  expect(report.system.state).toBe('unknown');
  expect(report.items).toMatchObject([{ name: 'health-aggregator', state: 'offline' }]);
});

test('live: what is known, then every new report', async () => {
  await using api = await createTestApi();
  api.reports.accept(makeReport());
  const stream = await readStream(api.server, '/v1/services');
  await stream.take(1);
  api.reports.accept(makeReport({ state: 'degraded' }));
  const events = await stream.take(2);
  expect(events.map(({ event }) => event)).toEqual(['report', 'report']);
  expect(events.map(({ data }) => healthReportSchema.parse(data).items[0]?.state)).toEqual([
    'healthy',
    'degraded',
  ]);
});
