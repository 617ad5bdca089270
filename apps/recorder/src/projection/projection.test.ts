import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import type { Store } from '@signalbox/runtime/store/connect';
import { expect, test, vi } from 'vitest';
import { RecorderEvents } from '../events.ts';
import { Projection } from './projection.ts';

const logger = createLogger({ service: 'test', instance: 'test', level: 'silent', format: 'json' });

test('messages of which nothing is to be written make room too, and are not kept', async () => {
  const onRoom = vi.fn<() => void>();
  const projection = new Projection({
    // Nothing is written, so that nothing is asked of it.
    store: {} as Store,
    dropResult: async () => undefined,
    events: new RecorderEvents(logger),
    onEvents: () => undefined,
    onRoom,
  });
  const term = vi.fn<() => void>();
  const unreadable = { data: new TextEncoder().encode('no events'), sequence: 1, term };
  projection.add(unreadable as unknown as PulledMessage);
  expect(projection.heldMessages).toBe(1);
  await vi.waitFor(() => expect(onRoom).toHaveBeenCalled());
  expect(term).toHaveBeenCalledOnce();
  expect(projection.heldMessages).toBe(0);
});
