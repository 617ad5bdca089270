import { catalogQueues } from '@signalbox/shared/commands/catalog';
import { expect, test, vi } from 'vitest';
import { handledCommands } from './handlers/index.ts';
import { logStart } from './log-start.ts';

const start = (queues: readonly string[]) => {
  const logger = {
    info: vi.fn<(fields: object, text: string) => void>(),
    warn: vi.fn<(fields: object, text: string) => void>(),
  };
  logStart(logger, { queues, slotsPerQueue: 5 });
  return logger;
};

test('a worker tells at its start how many handlers and slots it has', () => {
  const { info, warn } = start(catalogQueues);
  const slots = 5 * catalogQueues.length;
  expect(info.mock.calls[0]?.[0]).toMatchObject({
    handlers: handledCommands.length,
    slotsPerQueue: 5,
    slots,
  });
  expect(warn).not.toHaveBeenCalled();
});

test('a worker warns of a queue for which it has no handler', () => {
  expect(start(['default', 'nothing']).warn.mock.calls).toEqual([[{ queue: 'nothing' }, expect.any(String)]]);
});
