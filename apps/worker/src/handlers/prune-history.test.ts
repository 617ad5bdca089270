import { expect, test, vi } from 'vitest';
import { systemPrune, type PruneAnswer, type PruneRequest } from '@signalbox/shared/commands/system-prune';
import { createTestContext } from '../testing/test-context.ts';
import { pruneHistory } from './prune-history.ts';

const from = { afterId: 'a', beforeId: 'b', keptFromId: 'c' };

test('asks for batch after batch until there is no more, status by status', async () => {
  const answers: PruneAnswer[] = [{ removed: 500, next: from }, { removed: 20 }, { removed: 0 }];
  const ask = vi.fn(async (_: string, _request: unknown) => answers.shift());
  const input = systemPrune.input.parse({ canceled: {} });
  const output = await pruneHistory(input, createTestContext({ ask }));
  expect(output).toEqual({ completed: 520, failed: 0, canceled: 0 });
  const requests = ask.mock.calls.map(([, request]) => request as PruneRequest);
  expect(requests.map((request) => [request.status, request.rule.olderThanMs, request.from])).toEqual([
    ['completed', 7 * 86_400_000, undefined],
    ['completed', 7 * 86_400_000, from],
    ['failed', 30 * 86_400_000, undefined],
  ]);
});

test('is tried again if the recorder cannot prune now', async () => {
  const ask = async () => ({ problem: 'the database does not answer' });
  await expect(
    Promise.resolve(pruneHistory(systemPrune.input.parse({}), createTestContext({ ask }))),
  ).rejects.toThrow('the database does not answer');
});
