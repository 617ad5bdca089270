import { JetStreamApiError, type ConsumerConfig, type StreamConfig } from '@nats-io/jetstream';
import { streams } from '@signalbox/shared/naming';
import type { Bus } from './connect.ts';
import {
  laneConfigs,
  recorderConfig,
  rescueConfig,
  streamConfigs,
  type TopologyOptions,
} from './topology.ts';

const streamNameInUse = 10_058;
const consumerExists = 10_148;

const isApiError = (error: unknown, code: number): boolean =>
  error instanceof JetStreamApiError && error.code === code;

const provisionStream = async ({ jsm }: Bus, config: (typeof streamConfigs)[number]): Promise<void> => {
  try {
    await jsm.streams.add(config);
  } catch (error) {
    if (!isApiError(error, streamNameInUse)) throw error;
    await jsm.streams.update(config.name, config satisfies Partial<StreamConfig>);
  }
};

const provisionConsumer = async (
  { jsm }: Bus,
  { stream, config }: { stream: string; config: Partial<ConsumerConfig> & { durable_name?: string } },
): Promise<void> => {
  try {
    await jsm.consumers.add(stream, config);
  } catch (error) {
    if (!isApiError(error, consumerExists)) throw error;
    await jsm.consumers.update(stream, String(config.durable_name), config);
  }
};

/**
 * Creates what is missing on the bus and brings what differs up to date; any process may call it at any time.
 * @throws the server's error if a property cannot be changed
 */
export const provisionBus = async (bus: Bus, options: TopologyOptions): Promise<void> => {
  for (const config of streamConfigs) await provisionStream(bus, config);
  for (const config of laneConfigs(options))
    await provisionConsumer(bus, { stream: streams.commands, config });
  await provisionConsumer(bus, { stream: streams.events, config: recorderConfig });
  await provisionConsumer(bus, { stream: streams.advisories, config: rescueConfig });
};
