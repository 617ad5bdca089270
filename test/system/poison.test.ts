import { connectBus } from '@signalbox/runtime/bus/connect';
import { createPublisher } from '@signalbox/runtime/bus/publisher';
import { newCommandId } from '@signalbox/runtime/ids';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import { subjects } from '@signalbox/shared/naming';
import { expect, test } from 'vitest';
import { createApiClient } from '../harness/api-client.ts';
import { TestSystem } from '../harness/test-system.ts';

test('a poison message blocks nobody: what cannot be read or is unknown ends as failed with a reason', async () => {
  await using system = await TestSystem.create({
    services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'],
  });
  const api = createApiClient(system.apiUrl);
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent', format: 'json' });
  const bus = await connectBus({ url: system.natsUrl, name: 'test', logger });
  const publisher = createPublisher(bus.nc);
  const publish = async (payload: (id: string) => string): Promise<string> => {
    const id = newCommandId();
    await publisher.publish(subjects.command('default', 'normal', id), payload(id), { messageId: id });
    return id;
  };
  const garbage = await publish(() => '{"not":"a command');
  const removed = await publish((id) =>
    JSON.stringify({
      v: 1,
      id,
      name: 'removed.command',
      queue: 'default',
      priority: 'normal',
      input: {},
      submittedAt: Date.now(),
      traceId: 't',
    }),
  );
  expect(await api.ended(garbage)).toMatchObject({
    status: 'failed',
    error: { code: 'command.undecodable' },
  });
  expect(await api.ended(removed)).toMatchObject({
    status: 'failed',
    error: { code: 'command.unknown' },
    name: 'removed.command',
  });
  const response = await api.post('/v1/commands?waitMs=5000', { name: 'system.ping', input: {} });
  expect(await response.json()).toMatchObject({ status: 'completed' });
  publisher.close();
  await bus.close();
});
