import { acceptedSchema } from '@signalbox/shared/http/submit';
import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';
import { completed, makeCommand } from '../../testing/make-events.ts';

const id = '01KFX0000000000000000000AA';
const ended = makeCommand(id, {
  name: 'text.process',
  queue: 'special',
  priority: 'high',
  input: { text: 'a', operation: 'reverse' },
  tags: ['x'],
  timeoutMs: 1_000,
  retry: { maxAttempts: 7 },
  runAt: Date.UTC(2026, 0, 31, 9),
});

test('an ended command is submitted again as a new one, with all but its time', async () => {
  await using api = await createTestApi();
  api.view.record(completed(ended), 1);
  const response = await api.send('POST', `/v1/commands/${id}/retry`, { reason: 'the server is back' });
  expect(response.statusCode).toBe(202);
  const accepted = acceptedSchema.parse(response.json());
  expect(accepted.id).not.toBe(id);
  expect(accepted.status).toBe('queued');
  expect(response.headers['location']).toBe(`/v1/commands/${accepted.id}`);
  const { runAt: _, ...kept } = ended;
  expect(api.bus.published).toEqual([
    {
      ...kept,
      id: accepted.id,
      traceId: accepted.traceId,
      submittedAt: expect.any(Number),
      replayOf: id,
      replayReason: 'the server is back',
    },
  ]);
});

test('an edited input takes the place of the first one', async () => {
  await using api = await createTestApi();
  api.view.record(completed(ended), 1);
  await api.send('POST', `/v1/commands/${id}/retry`, { input: { text: 'b' } });
  expect(api.bus.published[0]?.input).toEqual({ text: 'b', operation: 'uppercase' });
});

test('no body is needed', async () => {
  await using api = await createTestApi();
  api.view.record(completed(ended), 1);
  expect((await api.send('POST', `/v1/commands/${id}/retry`)).statusCode).toBe(202);
});
