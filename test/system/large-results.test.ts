import { connectBus } from '@signalbox/runtime/bus/connect';
import { createResultStore } from '@signalbox/runtime/bus/result-store';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { readStream } from '../harness/read-stream.ts';
import { TestSystem } from '../harness/test-system.ts';

let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await TestSystem.create({ services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'] });
  api = createApiClient(system.apiUrl);
});
afterAll(() => system[Symbol.asyncDispose]());

/** Three bytes each: the result, which holds the text twice, is larger than a message of the bus may be. */
const text = '€'.repeat(190_000);

test('a result that no event can carry is kept beside the events, and read by its reference', async () => {
  const id = await api.submit({ name: 'text.process', input: { text, operation: 'lowercase' } });
  const command = await api.ended(id);
  expect(command).toMatchObject({ status: 'completed', attempt: 1 });
  expect(command.result).toBeUndefined();
  expect(command.resultBytes).toBeGreaterThan(1_100_000);
  const last = (await readStream(system, id)).find(({ type }) => type === 'completed');
  const resultRef = last?.type === 'completed' ? last.resultRef : undefined;
  expect(resultRef).toMatchObject({ key: `${id}/1`, bytes: command.resultBytes });
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent', format: 'json' });
  const bus = await connectBus({ url: system.natsUrl, name: 'test', logger });
  const json = await createResultStore(bus).read(`${id}/1`);
  await bus.close();
  expect(JSON.parse(Buffer.from(json ?? []).toString())).toMatchObject({
    success: true,
    processed_text: text,
  });
});

test('the API hands out a large result as it is', async () => {
  const id = await api.submit({ name: 'text.process', input: { text, operation: 'lowercase' } });
  await api.ended(id);
  expect(await api.get(`/v1/commands/${id}/result`)).toMatchObject({ original_text: text });
});

test('a result of 256 kB or less travels with its event', async () => {
  const id = await api.submit({
    name: 'text.process',
    input: { text: 'a'.repeat(100_000), operation: 'uppercase' },
  });
  expect(await api.ended(id)).toMatchObject({ result: { processed_text: 'A'.repeat(100_000) } });
});
