import { unpackEvents } from '@signalbox/runtime/bus/event-payload';
import { commandEventTypes, type CommandEvent } from '@signalbox/shared/events/command-event';
import { isCommandId } from '@signalbox/shared/ids';

const types = new Set<string>(commandEventTypes);

const isEvent = (value: unknown): value is CommandEvent =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  types.has(String(value.type)) &&
  'id' in value &&
  typeof value.id === 'string' &&
  isCommandId(value.id) &&
  'at' in value &&
  typeof value.at === 'number';

/**
 * Reads a message of EVENTS. Only the shape that the fold relies on is checked: the writers are our own.
 * @throws Error if it is no list of events
 */
export const readEvents = (data: Uint8Array): CommandEvent[] => {
  const value: unknown = JSON.parse(unpackEvents(data));
  if (!Array.isArray(value)) throw new Error('An event message is a JSON array.');
  const wrong = value.findIndex((entry) => !isEvent(entry));
  if (wrong >= 0) throw new Error(`Entry ${wrong} of the message is no event.`);
  return value;
};
