import { connectBus } from '@signalbox/runtime/bus/connect';
import { unpackEvents } from '@signalbox/runtime/bus/event-payload';
import { readEvents } from '@signalbox/runtime/bus/read-events';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import type { CommandEvent } from '@signalbox/shared/events/command-event';
import type { TestSystem } from './test-system.ts';

const logger = createLogger({ service: 'test', instance: 'test', level: 'silent', format: 'json' });

/** What EVENTS holds, of one command or of all, in the order of the stream. */
export const readStream = async ({ natsUrl }: TestSystem, id?: string): Promise<CommandEvent[]> => {
  const bus = await connectBus({ url: natsUrl, name: 'test', logger });
  const events: CommandEvent[] = [];
  await readEvents(bus, { from: { sequence: 1 }, until: Infinity }, async (batch) => {
    for (const { data } of batch) events.push(...(JSON.parse(unpackEvents(data)) as CommandEvent[]));
    return true;
  });
  await bus.close();
  return id === undefined ? events : events.filter((event) => event.id === id);
};
