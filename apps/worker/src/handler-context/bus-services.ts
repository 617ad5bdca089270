import type { Bus } from '@signalbox/runtime/bus/connect';
import type { Publisher } from '@signalbox/runtime/bus/publisher';
import { createResultStore } from '@signalbox/runtime/bus/result-store';
import { createStepStore } from '@signalbox/runtime/bus/step-store';
import { askService } from './ask-service.ts';
import { createBusFamily } from './bus-family.ts';
import type { HandlerServices } from './services.ts';
import { removeLate } from './late-removal.ts';

export interface BusServicesOptions extends Omit<HandlerServices, 'steps' | 'family' | 'ask'> {
  bus: Bus;
  publisher: Publisher;
}

/** What handlers use of the bus; buckets are opened when the first handler asks. */
export const createBusServices = ({ bus, publisher, ...facts }: BusServicesOptions): HandlerServices => {
  const results = createResultStore(bus);
  return {
    ...facts,
    steps: removeLate(createStepStore(bus)),
    family: createBusFamily({ bus, publisher, results }),
    ask: (subject, question) => askService(bus, subject, question),
  };
};
