import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';
import { completed, makeCommand, started } from '../../testing/make-events.ts';

const id = '01KFX0000000000000000000AA';
const url = `/v1/commands/${id}/cancel`;

test('a command that has ended stays as it is, and the answer says how that is', async () => {
  await using api = await createTestApi();
  api.view.record(completed(makeCommand(id)), 1);
  expect(readProblem(await api.send('POST', url))).toMatchObject({
    status: 409,
    code: 'command.already_ended',
    detail: expect.stringContaining('completed'),
  });
  expect(api.cancellations.entries.size).toBe(0);
});

test('what an API process that died left of a canceled command is taken off the bus', async () => {
  await using api = await createTestApi();
  const command = makeCommand(id);
  api.view.record({ ...started(command), type: 'canceled', reason: 'stop' }, 1);
  api.bus.queued.set(id, { command, trace: { traceId: '', headers: {} } });
  expect(readProblem(await api.send('POST', url)).detail).toContain('canceled');
  expect(api.bus.queued.size).toBe(0);
});
