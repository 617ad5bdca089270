import { statsSchema } from '@signalbox/shared/http/stats';
import { expect, test, vi } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';

test('asks for whole steps that end with the current one', async () => {
  const readStats = vi.fn(async () => []);
  const clock = { now: () => Date.UTC(2026, 0, 31, 8, 32, 10) };
  await using api = await createTestApi({ readStats, clock });
  const response = await api.server.inject({ method: 'GET', url: '/v1/stats?window=600000&step=300000' });
  expect(statsSchema.parse(response.json())).toEqual({ windowMs: 600_000, stepMs: 300_000, points: [] });
  expect(readStats).toHaveBeenCalledWith({
    fromMs: Date.UTC(2026, 0, 31, 8, 25),
    toMs: Date.UTC(2026, 0, 31, 8, 35),
    stepMs: 300_000,
  });
});
