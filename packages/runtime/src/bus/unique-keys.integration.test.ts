import { startNatsServer, type TestServer } from '@signalbox/embedded/harness';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { UniqueClaim } from '@signalbox/shared/commands/unique-claim';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newCommandId } from '../ids.ts';
import { connectBus, type Bus } from './connect.ts';
import { createPublisher, type Publisher } from './publisher.ts';
import { hasLostKey, openUniqueKeys } from './unique-keys.ts';

let server: TestServer;
let bus: Bus;
let publisher: Publisher;

beforeAll(async () => {
  server = await startNatsServer();
  bus = await connectBus({ url: server.url, name: 'test', logger: pino({ level: 'silent' }) });
  publisher = createPublisher(bus.nc);
});
afterAll(async () => {
  publisher.close();
  await bus.close();
  await server[Symbol.asyncDispose]();
});

const newClaim = (): UniqueClaim => ({ id: newCommandId(), queue: 'demo', priority: 'normal', at: 1 });

const toCommand = ({ id }: UniqueClaim, uniqueKey: string, uniqueSince: number): CommandEnvelope => ({
  v: 1,
  id,
  name: 'demo.slow',
  queue: 'demo',
  priority: 'normal',
  input: {},
  submittedAt: 1,
  traceId: '',
  uniqueKey,
  uniqueSince,
});

const hasLost = (command: CommandEnvelope): Promise<boolean> => hasLostKey({ bus, publisher }, command);

test('while no key was ever taken, none is lost', async () => {
  expect(await hasLost(toCommand(newClaim(), 'document-1', 1))).toBe(false);
});

test('a key has one holder, and is passed on only by whoever knows that one', async () => {
  const keys = await openUniqueKeys(bus);
  const key = { name: 'demo.slow', uniqueKey: 'passed on' };
  const [first, second, third] = [newClaim(), newClaim(), newClaim()];
  const taken = await keys.claim(key, first);
  expect(taken).toMatchObject({ claim: first, isNew: true });
  expect(await keys.claim(key, second)).toEqual({ ...taken, isNew: false });
  const passed = await keys.claim(key, second, taken);
  expect(passed).toMatchObject({ claim: second, isNew: true });
  expect(await keys.claim(key, third, taken)).toEqual({ ...passed, isNew: false });
  expect(await keys.find(key)).toEqual({ claim: second, revision: passed.revision });
});

test('a command that reached the bus in time keeps its key from who looked before; once another has it, it is lost', async () => {
  const keys = await openUniqueKeys(bus);
  const key = { name: 'demo.slow', uniqueKey: 'lost' };
  const [claim, other] = [newClaim(), newClaim()];
  const taken = await keys.claim(key, claim);
  const command = toCommand(claim, key.uniqueKey, taken.revision);
  const again = await keys.claim(key, { ...claim, since: taken.revision }, taken);
  expect(await hasLost(command)).toBe(false);
  const confirmed = await keys.claim(key, other, again);
  expect(confirmed).toMatchObject({ claim: { id: claim.id, isPublished: true }, isNew: false });
  expect(await hasLost(command)).toBe(false);
  const passed = await keys.claim(key, other, confirmed);
  expect(await hasLost(command)).toBe(true);
  await keys.claim(key, claim, passed);
  expect(await hasLost(command)).toBe(true);
});

test('a claim older than the command’s is what a bus has kept that lost the newer one', async () => {
  const keys = await openUniqueKeys(bus);
  const key = { name: 'demo.slow', uniqueKey: 'older' };
  const { revision } = await keys.claim(key, newClaim());
  expect(await hasLost(toCommand(newClaim(), key.uniqueKey, revision + 1))).toBe(false);
  expect(await hasLost(toCommand(newClaim(), key.uniqueKey, revision))).toBe(false);
});

test('of a command that is asked for by many at once the answer is one', async () => {
  const keys = await openUniqueKeys(bus);
  const key = { name: 'demo.slow', uniqueKey: 'at once' };
  const claim = newClaim();
  const { revision } = await keys.claim(key, claim);
  const command = toCommand(claim, key.uniqueKey, revision);
  const answers = await Promise.all(Array.from({ length: 20 }, () => hasLost(command)));
  expect(new Set(answers)).toEqual(new Set([false]));
});
