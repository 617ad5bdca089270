import type { ErrorGroup } from '@signalbox/shared/http/error-groups';
import { newCommandId } from '@signalbox/runtime/ids';
import { expect, test, vi } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';

test('the groups of the window', async () => {
  const clock = { now: () => Date.UTC(2026, 0, 31, 9) };
  await using api = await createTestApi({ clock });
  const group: ErrorGroup = {
    fingerprint: 'f',
    code: 'handler.failed',
    errorName: 'TypeError',
    message: 'x is no function',
    count: 3,
    firstAt: '2026-01-31T08:00:00.000Z',
    lastAt: '2026-01-31T08:30:00.000Z',
    commands: ['text.process'],
    latestId: newCommandId(),
  };
  api.view.groups.push(group);
  const asked = vi.spyOn(api.view, 'errorGroups');
  expect((await api.send('GET', '/v1/errors?window=3600000')).json()).toEqual({ items: [group] });
  expect(asked).toHaveBeenCalledWith(Date.UTC(2026, 0, 31, 8));
});
