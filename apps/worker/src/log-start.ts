import { catalog } from '@signalbox/shared/commands/catalog';
import type { WorkerConfig } from './config.ts';
import { handledCommands } from './handlers/index.ts';

type Log = (fields: object, text: string) => void;

type StartConfig = Pick<WorkerConfig, 'queues' | 'slotsPerQueue'>;

const hasCommands = (queue: string): boolean =>
  catalog.some((definition) => definition.queue === queue && handledCommands.includes(definition.name));

/** Says what this worker can do, and warns of a queue that only what is sent there by name reaches. */
export const logStart = (logger: { info: Log; warn: Log }, { queues, slotsPerQueue }: StartConfig): void => {
  logger.info(
    { handlers: handledCommands.length, queues, slotsPerQueue, slots: slotsPerQueue * queues.length },
    `worker serves ${queues.length} queues with ${slotsPerQueue} slots each; it has ${handledCommands.length} handlers`,
  );
  for (const queue of queues.filter((name) => !hasCommands(name)))
    logger.warn(
      { queue },
      'no handler here is for this queue; only commands that are sent to it by name come',
    );
};
