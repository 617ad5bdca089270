import { once } from 'node:events';
import { CborCodec, RecordId, Surreal } from 'surrealdb';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startNatsServer, startSurrealServer, type TestServer } from './harness.ts';

let shared: TestServer;

beforeAll(async () => {
  shared = await startSurrealServer({ memory: true });
  return () => shared[Symbol.asyncDispose]();
});

const credentials = { username: 'root', password: 'root' };

const connect = async (server: TestServer, database: string): Promise<Surreal> => {
  const db = new Surreal();
  await db.connect(server.url, {
    namespace: 'test',
    database,
    authentication: credentials,
    reconnect: false,
  });
  onTestFinished(async () => void (await db.close()));
  return db;
};

const toRows = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: new RecordId('item', from + index),
    text: 'x'.repeat(200),
    number: from + index,
  }));

const insert = 'INSERT INTO item $rows RETURN NONE';

test('the ordinary client signs in, defines, writes and reads', async () => {
  const db = await connect(shared, 'ordinary');
  await db.query('DEFINE TABLE item SCHEMALESS');
  await db.query(insert, { rows: toRows(0, 1_000) });
  const [count, rows] = await db
    .query<[{ count: number }[], { number: number }[]]>(
      'SELECT count() FROM item GROUP ALL; SELECT * FROM item ORDER BY id LIMIT 3',
    )
    .collect();
  expect(count).toEqual([{ count: 1_000 }]);
  expect(rows.map(({ number }) => number)).toEqual([0, 1, 2]);
  expect((await db.version()).version).toBe(shared.version);
});

test('an error keeps its class, kind and words', async () => {
  const db = await connect(shared, 'errors');
  await db.query('CREATE item:1');
  await expect(db.query('CREATE item:1')).rejects.toMatchObject({
    name: 'AlreadyExistsError',
    kind: 'AlreadyExists',
    message: 'Database record `item:1` already exists',
  });
  await expect(db.query('THROW "boom"')).rejects.toMatchObject({
    kind: 'Thrown',
    message: 'An error occurred: boom',
  });
  await expect(db.query('SELECT * FORM item')).rejects.toThrow(/Parse error/i);
});

test('a conflict of transactions says that it can be retried, and no update is lost', async () => {
  // On disk, as it is run for people: the engine's memory storage does lose updates that conflict.
  await using server = await startSurrealServer();
  const db = await connect(server, 'conflicts');
  await db.query('CREATE item:1 SET number = 0');
  const writes = Array.from({ length: 60 }, () =>
    db.query('UPDATE item:1 SET number += 1').then(() => 'done', String),
  );
  const outcomes = await Promise.all(writes);
  const done = outcomes.filter((outcome) => outcome === 'done').length;
  for (const outcome of outcomes) expect(outcome).toMatch(/^done$|This transaction can be retried/);
  expect(await db.query('RETURN item:1.number')).toEqual([done]);
});

test('fifty queries at once over three connections stay in their own databases', async () => {
  const names = ['one', 'two', 'three'];
  const connections = await Promise.all(
    names.map(async (name) => ({ name, db: await connect(shared, name) })),
  );
  const answers = Array.from({ length: 50 }, async (_, index) => {
    const { name, db } = connections[index % connections.length] ?? { name: '', db: undefined };
    const result = await db?.query<[null, string]>('SLEEP 2ms; RETURN session::db()').collect();
    return result?.[1] === name;
  });
  expect((await Promise.all(answers)).every(Boolean)).toBe(true);
});

test('a session of a client beside its own keeps apart, and must sign in for itself', async () => {
  const db = await connect(shared, 'mine');
  const session = await db.newSession();
  await expect(session.query('RETURN 1')).rejects.toThrow('sign in before you call query');
  await session.signin(credentials);
  await session.use({ namespace: 'test', database: 'other' });
  expect(await session.query('RETURN session::db()')).toEqual(['other']);
  expect(await db.query('RETURN session::db()')).toEqual(['mine']);
});

test('without a sign-in, or with a wrong password, there is nothing to see', async () => {
  const db = new Surreal();
  onTestFinished(async () => void (await db.close()));
  await db.connect(shared.url, { namespace: 'test', database: 'test' });
  await expect(db.query('RETURN 1')).rejects.toMatchObject({ kind: 'NotAllowed' });
  await expect(db.signin({ username: 'root', password: 'wrong' })).rejects.toMatchObject({
    kind: 'NotAllowed',
  });
  await db.signin(credentials);
  expect(await db.query('RETURN 1')).toEqual([1]);
});

test('a transaction of the client is seen by others when it is committed, and never if it is not', async () => {
  const [db, other] = await Promise.all([connect(shared, 'transactions'), connect(shared, 'transactions')]);
  await db.query('DEFINE TABLE item');
  const kept = await db.beginTransaction();
  await kept.query('CREATE item:kept');
  expect(await other.query('SELECT VALUE id FROM item')).toEqual([[]]);
  await kept.commit();
  const dropped = await db.beginTransaction();
  await dropped.query('CREATE item:dropped');
  await dropped.cancel();
  expect(await other.query('SELECT VALUE id FROM item')).toEqual([[new RecordId('item', 'kept')]]);
});

/** A client that sees every message as it comes; the SDK's queue for live messages drops some that come together. */
const connectBare = async (server: TestServer, database: string) => {
  const codec = CborCodec.DEFAULT;
  const socket = new WebSocket(server.url, ['cbor']);
  onTestFinished(() => socket.terminate());
  const live: { action: string; result: { number: number } }[] = [];
  const waiting = new Map<string, (result: unknown) => void>();
  socket.on('message', (data: Buffer) => {
    const { id, result } = codec.decode<{ id?: string; result: never }>(data);
    if (id === undefined) live.push(result);
    else waiting.get(id)?.(result);
  });
  await once(socket, 'open');
  const call = (method: string, params: unknown[]): Promise<unknown> =>
    new Promise((resolve) => {
      const id = String(waiting.size);
      waiting.set(id, resolve);
      socket.send(codec.encode({ id, method, params }));
    });
  await call('signin', [{ user: 'root', pass: 'root' }]);
  await call('use', ['test', database]);
  return {
    call,
    live,
    close: () => socket.close(),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
  };
};

test('a live query tells its own connection everything and others nothing, and ends with it', async () => {
  const writer = await connect(shared, 'live');
  await writer.query('DEFINE TABLE item; DEFINE TABLE other');
  const [watcher, stranger] = await Promise.all([connectBare(shared, 'live'), connectBare(shared, 'live')]);
  await watcher.call('query', ['LIVE SELECT * FROM item']);
  await stranger.call('query', ['LIVE SELECT * FROM other']);
  for (let round = 0; round < 20; round += 1) {
    await writer.query('CREATE item:1 SET number = 1; UPDATE item:1 SET number = 2; DELETE item:1');
  }
  await writer.query('CREATE other:1 SET number = 3');
  const count = (action: string) => watcher.live.filter((message) => message.action === action).length;
  const counts = () => [count('CREATE'), count('UPDATE'), count('DELETE')];
  await expect.poll(counts, { timeout: 5_000 }).toEqual([20, 20, 20]);
  await expect.poll(() => stranger.live.map(({ result }) => result.number), { timeout: 5_000 }).toEqual([3]);
  watcher.close();
  const readLive = async () => {
    const [info] = await writer.query<[{ lives: object }]>('INFO FOR TABLE item').collect();
    return Object.keys(info.lives);
  };
  await expect.poll(readLive, { timeout: 5_000 }).toEqual([]);
});

test('health and version answer over HTTP, and only /rpc becomes a WebSocket', async () => {
  const base = shared.url.replace('ws:', 'http:').replace('/rpc', '');
  expect((await fetch(`${base}/health`)).status).toBe(200);
  expect(await (await fetch(`${base}/version`)).text()).toBe(shared.version);
  expect((await fetch(`${base}/sql`, { method: 'POST' })).status).toBe(404);
  const refusals = [
    [`${shared.url}x`, ['cbor'], {}, 404],
    [shared.url, ['json'], {}, 400],
    [shared.url, ['cbor'], { origin: 'http://127.0.0.1:8502' }, 403],
  ] as const;
  for (const [url, protocols, headers, status] of refusals) {
    const socket = new WebSocket(url, [...protocols], { headers });
    socket.on('error', () => {});
    const [, response] = await once(socket, 'unexpected-response');
    expect(response.statusCode).toBe(status);
  }
});

test('bytes that are no request are answered with an error, and the connection lives on', async () => {
  const socket = new WebSocket(shared.url, ['cbor']);
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  for (const bytes of [Buffer.from([0xff, 1, 2]), Buffer.from('a1666d6574686f64646e6f7065', 'hex')]) {
    socket.send(bytes);
    const [answer] = await once(socket, 'message');
    expect(String(answer)).toMatch(/Parse error|sign in before/);
  }
});

test('a client that asks for much and does not read is held back while others are served', async () => {
  const db = await connect(shared, 'flood');
  await db.query('DEFINE TABLE hit');
  const readHits = async (): Promise<number> => {
    const [hits] = await db.query<[unknown[]]>('SELECT VALUE id FROM hit').collect();
    return hits.length;
  };
  const greedy = await connectBare(shared, 'flood');
  greedy.pause();
  const asked = 300;
  const answers = Array.from({ length: asked }, () =>
    greedy.call('query', ["CREATE hit; RETURN string::repeat('x', 1000000)", {}]),
  );
  let before = 0;
  const isSteady = async (): Promise<boolean> => {
    const hits = await readHits();
    const steady = hits > 0 && hits === before;
    before = hits;
    return steady;
  };
  await expect.poll(isSteady, { timeout: 20_000, interval: 500 }).toBe(true);
  expect(before).toBeLessThan(asked / 2);
  greedy.resume();
  await Promise.all(answers);
  expect(await readHits()).toBe(asked);
});

test('no acknowledged row is lost by a kill -9, however often the memory table was written out', async () => {
  vi.stubEnv('SURREAL_ROCKSDB_WRITE_BUFFER_SIZE', String(1_048_576));
  onTestFinished(() => void vi.unstubAllEnvs());
  await using first = await startSurrealServer();
  const db = await connect(first, 'durable');
  await db.query('DEFINE TABLE item SCHEMALESS; DEFINE INDEX number ON item FIELDS number');
  const acknowledged: number[] = [];
  let next = 0;
  const write = async (): Promise<void> => {
    for (;;) {
      const from = next;
      next += 500;
      await db.query(insert, { rows: toRows(from, 500) });
      acknowledged.push(from);
    }
  };
  const writers = [write(), write()].map((writer) => writer.catch(() => 'ended'));
  await expect.poll(() => acknowledged.length, { timeout: 40_000 }).toBeGreaterThan(30);
  await first.kill();
  expect(await Promise.all(writers)).toEqual(['ended', 'ended']);

  await using second = await startSurrealServer({ dataDir: first.dataDir, port: first.port });
  const again = await connect(second, 'durable');
  const [numbers] = await again.query<[number[]]>('SELECT VALUE number FROM item').collect();
  const kept = new Set(numbers);
  const lost = acknowledged.filter((from) => toRows(from, 500).some(({ number }) => !kept.has(number)));
  expect(lost).toEqual([]);
  // A batch is there whole or not at all.
  expect(numbers.length % 500).toBe(0);
});

test('a token from before a restart is still good', async () => {
  await using first = await startSurrealServer();
  const db = await connect(first, 'tokens');
  const { access } = await db.signin(credentials);
  await first.stop();
  await using second = await startSurrealServer({ dataDir: first.dataDir });
  const again = new Surreal();
  onTestFinished(async () => void (await again.close()));
  await again.connect(second.url, { namespace: 'test', database: 'tokens' });
  await again.authenticate(access);
  expect(await again.query('RETURN 1')).toEqual([1]);
});

test('another password replaces the one before', async () => {
  await using first = await startSurrealServer();
  await first.stop();
  await using second = await startSurrealServer({ dataDir: first.dataDir, password: `new "quoted" 'one'` });
  const db = new Surreal();
  onTestFinished(async () => void (await db.close()));
  await db.connect(second.url, { namespace: 'test', database: 'test' });
  await expect(db.signin(credentials)).rejects.toMatchObject({ kind: 'NotAllowed' });
  await db.signin({ username: 'root', password: `new "quoted" 'one'` });
});

test('a folder that another server has open is named, with exit code 78', async () => {
  await using first = await startSurrealServer();
  await expect(startSurrealServer({ dataDir: first.dataDir })).rejects.toThrow(
    /ended with 78[^]*is in use by another process[^]*SIGNALBOX_DATA_DIR/,
  );
});

test('a port that another server holds is named, with exit code 78', async () => {
  await using nats = await startNatsServer();
  await expect(startSurrealServer({ port: nats.port, memory: true })).rejects.toThrow(
    new RegExp(`ended with 78[^]*Port ${nats.port} on 127.0.0.1 is in use[^]*EMBEDDED_SURREAL_PORT`),
  );
});

test('a stop answers what is under way and is quick', async () => {
  await using server = await startSurrealServer();
  const db = await connect(server, 'stop');
  const slow = db.query('SLEEP 300ms; RETURN "answered"').collect<[null, string]>();
  await db.query('RETURN 1');
  const startedAt = performance.now();
  await server.stop();
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  expect((await slow)[1]).toBe('answered');
});
