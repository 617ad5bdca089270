import { newCommandId } from '@signalbox/runtime/ids';
import { commandLogSchema } from '@signalbox/shared/http/command-view';
import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';
import { accepted, makeCommand } from '../../testing/make-events.ts';

test('lines in order, page by page, without gap or repetition', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId());
  api.view.record(accepted(command), 1);
  const messages = ['one', 'two', 'three', 'four', 'five'];
  for (const [line, message] of messages.entries()) {
    const place = { attempt: 1, n: 1, line };
    const at = '2026-01-31T08:00:00.000Z';
    api.view.lines.push({ id: command.id, at, level: 'info', message, attempt: 1, place });
  }
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const query = `limit=2${after === undefined ? '' : `&after=${after}`}`;
    const response = await api.send('GET', `/v1/commands/${command.id}/logs?${query}`);
    const page = commandLogSchema.parse(response.json());
    seen.push(...page.items.map(({ message }) => message));
    after = page.nextCursor;
  } while (after !== undefined);
  expect(seen).toEqual(messages);
});

test('a command that logged nothing', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId());
  api.view.record(accepted(command), 1);
  expect((await api.send('GET', `/v1/commands/${command.id}/logs`)).json()).toEqual({ items: [] });
});
