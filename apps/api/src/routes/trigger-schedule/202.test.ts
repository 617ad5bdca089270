import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';

test('the command of a paused schedule is submitted now, and known as its last', async () => {
  await using api = await createTestApi();
  const command = { name: 'text.process', input: { text: 'a' }, tags: ['x'] };
  const body = { name: 'Text', command, cron: '0 3 * * *', paused: true, overlap: 'queue' };
  const { id } = (await api.send('POST', '/v1/schedules', body)).json<{ id: string }>();
  const response = await api.send('POST', `/v1/schedules/${id}/trigger`);
  expect(response.statusCode).toBe(202);
  const [published] = api.bus.published;
  expect(published).toMatchObject({
    name: 'text.process',
    tags: ['x'],
    scheduleId: id,
    concurrencyKey: `schedule:${id}`,
  });
  expect(response.headers['location']).toBe(`/v1/commands/${published?.id}`);
  expect((await api.ticks.readLast(id))?.commandId).toBe(published?.id);
});
