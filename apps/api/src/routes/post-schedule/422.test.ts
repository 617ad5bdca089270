import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

const command = { name: 'system.ping', input: {} };
const good = { name: 'Ping', command, cron: '0 3 * * *' };

test.each([
  [{ cron: '0 3 * *' }, '/cron', /five fields, or six with seconds first.*it has 4/],
  [{ cron: '61 3 * * *' }, '/cron', /Invalid value for minute: 61.*30 2 \* \* \*/],
  [{ cron: '0 0 30 2 *' }, '/cron', /never comes/],
  [{ cron: '2026-01-31T08:00:00Z' }, '/cron', /five fields/],
  [{ timeZone: 'Mars/Base' }, '/timeZone', /Europe\/Berlin/],
  [{ overlap: 'both' }, '/overlap', /"skip", "queue", "cancel-running"/],
  [{ command: { name: 'system.pin', input: {} } }, '/command/name', /Did you mean system.ping/],
  [{ command: { name: 'text.process', input: { text: 5 } } }, '/command/input/text', /must be a string/],
  [{ command: { ...command, queue: 'defualt' } }, '/command/queue', /Did you mean default/],
  [{ command: { ...command, delayMs: 5 } }, '/command', /the time comes from the schedule/],
  [
    { overlap: 'queue', command: { ...command, concurrencyKey: 'a' } },
    '/command/concurrencyKey',
    /leave it out/,
  ],
])('%j names the field and what would be right', async (wrong, pointer, detail) => {
  await using api = await createTestApi();
  const response = await api.send('POST', '/v1/schedules', { ...good, ...wrong });
  expect(response.statusCode).toBe(422);
  expect(readProblem(response).errors).toEqual([{ pointer, detail: expect.stringMatching(detail) }]);
});

test('every broken rule is told at once', async () => {
  await using api = await createTestApi();
  const response = await api.send('POST', '/v1/schedules', { ...good, cron: 'a', timeZone: 'b' });
  expect(readProblem(response).errors?.map(({ pointer }) => pointer)).toEqual(['/cron', '/timeZone']);
});
