import { startNatsServer, type TestServer } from '@signalbox/embedded/harness';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newCommandId } from '../ids.ts';
import { connectBus, type Bus } from './connect.ts';
import { createResultStore } from './result-store.ts';
import { createStepStore } from './step-store.ts';

let server: TestServer;
let bus: Bus;

beforeAll(async () => {
  server = await startNatsServer();
  bus = await connectBus({ url: server.url, name: 'test', logger: pino({ level: 'silent' }) });
});
afterAll(async () => {
  await bus.close();
  await server[Symbol.asyncDispose]();
});

test('a large result is read back whole and in pieces, replaced, and removed', async () => {
  const results = createResultStore(bus);
  const key = `${newCommandId()}/1`;
  const json = Buffer.from(JSON.stringify('é'.repeat(1_500_000)));
  expect(await results.put(key, Buffer.from('"older"'))).toEqual({ key, bytes: 7 });
  expect(await results.put(key, json)).toEqual({ key, bytes: json.byteLength });
  expect(Buffer.from((await results.read(key)) ?? []).equals(json)).toBe(true);
  const pieces: Uint8Array[] = [];
  for await (const piece of (await results.stream(key)) ?? []) pieces.push(piece);
  expect(pieces.length).toBeGreaterThan(1);
  expect(Buffer.concat(pieces).equals(json)).toBe(true);
  await results.remove(key);
  expect(await results.read(key)).toBeUndefined();
  expect(await results.stream(`${newCommandId()}/1`)).toBeUndefined();
});

test('of two writers of a step both get what the first stored', async () => {
  const steps = createStepStore(bus);
  const id = newCommandId();
  const [left, right] = await Promise.all([
    steps.store(id, { key: 'charge the card', result: 'left', at: 1 }),
    createStepStore(bus).store(id, { key: 'charge the card', result: 'right', at: 2 }),
  ]);
  expect(left).toEqual(right);
  expect(await steps.list(id)).toEqual([left]);
});

test('the steps of one command are listed and removed without those of another', async () => {
  const steps = createStepStore(bus);
  const [id, other] = [newCommandId(), newCommandId()];
  expect(await steps.list(id)).toEqual([]);
  await steps.store(id, { key: 'one', result: { n: 1 }, at: 1 });
  await steps.store(id, { key: 'no result', at: 2 });
  await steps.store(other, { key: 'one', result: 2, at: 3 });
  expect(await steps.list(id)).toEqual([
    { key: 'one', result: { n: 1 }, at: 1 },
    { key: 'no result', at: 2 },
  ]);
  expect(await steps.find(id, 'one')).toEqual({ key: 'one', result: { n: 1 }, at: 1 });
  expect(await steps.find(id, 'never')).toBeUndefined();
  await steps.remove(id);
  expect(await steps.find(id, 'one')).toBeUndefined();
  expect(await steps.list(id)).toEqual([]);
  expect(await steps.list(other)).toHaveLength(1);
  expect(await steps.store(id, { key: 'one', result: 'anew', at: 4 })).toMatchObject({ result: 'anew' });
});
