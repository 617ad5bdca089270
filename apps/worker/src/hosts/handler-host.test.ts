import { expect, test } from 'vitest';
import { createHandlerContext } from '../handler-context/create-handler-context.ts';
import { makeFacts, makeSlot } from '../testing/make-facts.ts';
import { createMemoryServices } from '../testing/memory-services.ts';
import { HandlerHost } from './handler-host.ts';
import type { FromHost } from './protocol.ts';

test('what a handler says that cannot be told on does no harm to the worker', async () => {
  let say = (_: FromHost): void => undefined;
  const host = new HandlerHost(({ hear }) => {
    say = hear;
    return { tell: () => undefined, end: async () => undefined };
  });
  const context = createHandlerContext(makeFacts(1), createMemoryServices({}), makeSlot());
  const result = host.run({ name: 'demo.steps', input: {}, context });
  // From another process anything may come, whatever the types promise.
  const nothing = JSON.parse('{}') as { message: string };
  say({ type: 'log', run: 1, level: 'error', message: nothing.message });
  say({ type: 'end', run: 1, answer: { value: 'done' } });
  expect(await result).toBe('done');
});
