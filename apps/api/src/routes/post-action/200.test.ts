import { actionPreviewSchema } from '@signalbox/shared/http/actions';
import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';
import { completed, makeCommand } from '../../testing/make-events.ts';

test('a dry run counts what the filter finds, and writes nothing down', async () => {
  await using api = await createTestApi();
  for (const last of 'ABC') api.view.record(completed(makeCommand(`01KFX000000000000000000${last}AA`)), 1);
  const body = { action: 'retry', filter: { status: 'completed' }, reason: 'why', dryRun: true };
  const response = await api.send('POST', '/v1/commands/actions', body);
  expect(response.statusCode).toBe(200);
  expect(actionPreviewSchema.parse(response.json())).toEqual({
    action: 'retry',
    total: 3,
    sample: ['01KFX000000000000000000AAA', '01KFX000000000000000000BAA', '01KFX000000000000000000CAA'],
  });
  expect(api.actions.stored.size).toBe(0);
});
