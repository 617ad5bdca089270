import type { CommandView, HistoryItem } from '@signalbox/shared/http/command-view';

const sampleId = '01M86YAFHGANN3S24D1133WQ8J';

/** A moment after the start of the sample command, as the API writes it. */
export const at = (ms: number): string => new Date(Date.UTC(2026, 10, 24, 14, 0) + ms).toISOString();

export const atMs = (ms: number): number => Date.parse(at(ms));

/** A command as tests need it, with the given parts changed. */
export const sampleView = (parts: Partial<CommandView> = {}): CommandView => ({
  id: sampleId,
  name: 'demo.flaky',
  queue: 'demo',
  priority: 'normal',
  status: 'queued',
  attempt: 0,
  maxAttempts: 3,
  input: { failures: 2 },
  tags: [],
  traceId: 'b7ad6b7169203331b7ad6b7169203331',
  submittedAt: at(0),
  ...parts,
});

export const sampleItem = (parts: Partial<HistoryItem>): HistoryItem => ({
  seq: 1,
  id: sampleId,
  type: 'started',
  at: at(100),
  attempt: 1,
  ...parts,
});

export const sampleError = { code: 'handler.failed', message: 'It fails on purpose', retryable: true };
