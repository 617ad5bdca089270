import type { CommandView } from '@signalbox/shared/http/command-view';
import { expect, test } from 'vitest';
import { groupFailures } from './group-failures.ts';

const failed = (minute: number, code: string, message: string): CommandView => ({
  id: `01M86YAFHGANN3S24D1133WQ${String(minute).padStart(2, '0')}`,
  name: 'http.request',
  queue: 'http',
  priority: 'normal',
  status: 'failed',
  attempt: 1,
  maxAttempts: 3,
  input: {},
  tags: [],
  traceId: 't',
  submittedAt: '2026-11-24T14:00:00.000Z',
  finishedAt: new Date(Date.UTC(2026, 10, 24, 14, minute)).toISOString(),
  error: { code, message, retryable: false },
});

test('Failures of one kind are one line, with the latest message and the time of the last', () => {
  const groups = groupFailures([
    failed(1, 'http.try_later', 'first'),
    failed(9, 'http.try_later', 'last'),
    failed(5, 'http.unexpected_status', 'other'),
  ]);
  expect(groups.map(({ code, count, message }) => [code, count, message])).toEqual([
    ['http.try_later', 2, 'last'],
    ['http.unexpected_status', 1, 'other'],
  ]);
  expect(groups[0]?.lastId).toMatch(/09$/);
});

test('No failures give no lines', () => {
  expect(groupFailures([])).toEqual([]);
});
