import { newCommandId } from '@signalbox/runtime/ids';
import { commandListSchema } from '@signalbox/shared/http/command-view';
import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';
import { accepted, makeCommand } from '../../testing/make-events.ts';

test('pages lead to the end without gap or repetition', async () => {
  await using api = await createTestApi();
  const ids = Array.from({ length: 5 }, () => newCommandId());
  for (const [index, id] of ids.entries()) api.view.record(accepted(makeCommand(id)), index + 1);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const response = await api.server.inject({
      method: 'GET',
      url: '/v1/commands',
      query: { limit: '2', ...(cursor !== undefined && { cursor }) },
    });
    const page = commandListSchema.parse(response.json());
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(seen).toEqual(ids.toReversed());
});

test('filters reach the view', async () => {
  await using api = await createTestApi();
  const url = '/v1/commands?status=failed&input.url=https://example.org&q=hello%20world';
  expect((await api.server.inject({ method: 'GET', url })).json()).toEqual({ items: [] });
  expect(api.view.filters).toEqual([
    {
      statuses: ['failed'],
      text: 'hello world',
      input: [{ path: 'url', value: 'https://example.org' }],
      sort: '-submittedAt',
      limit: 51,
    },
  ]);
});
