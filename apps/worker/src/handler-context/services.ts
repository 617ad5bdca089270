import type { EventLog } from '@signalbox/runtime/bus/event-log';
import type { StepStore } from '@signalbox/runtime/bus/step-store';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { Family } from './family.ts';
import type { HandlerContext } from '../handlers/handler.ts';

/** What the contexts of all attempts of a worker share. */
export interface HandlerServices {
  worker: string;
  logger: Logger;
  eventLog: Pick<EventLog, 'append'>;
  steps: StepStore;
  family: Family;
  ask: HandlerContext['ask'];
  allowPrivateAddresses: boolean;
}
