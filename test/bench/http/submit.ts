import { pause, perSecond, settings, toLatency, type Latency } from '../settings.ts';
import { Connection, toRequest } from './connection.ts';

/** The load on the HTTP side: many connections, each with one request under way. */
const { hostname, port } = new URL(process.env['API_URL'] ?? '');
const connectionCount = 64;
const ping = { name: 'system.ping', input: {} };

interface Load {
  path: string;
  body: unknown;
  commandsPerRequest: number;
  requests: number;
}

const run = async ({ path, body, commandsPerRequest, requests }: Load) => {
  const request = toRequest({ host: hostname, path, body: JSON.stringify(body) });
  const connections = await Promise.all(
    Array.from({ length: connectionCount }, () => Connection.open(hostname, Number(port))),
  );
  const samples: number[] = [];
  let left = requests;
  let refused = 0;
  const sendInTurn = async (connection: Connection): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const startedAt = performance.now();
      const status = await connection.send(request);
      samples.push(performance.now() - startedAt);
      if (status >= 300) refused += 1;
    }
  };
  const startedAt = performance.now();
  await Promise.all(connections.map(sendInTurn));
  const elapsedMs = performance.now() - startedAt;
  for (const connection of connections) connection.close();
  if (refused > 0) throw new Error(`${refused} of ${requests} requests were refused`);
  return { acceptedPerSecond: perSecond(requests * commandsPerRequest, elapsedMs), ...toLatency(samples) };
};

const single: Load = { path: '/v1/commands', body: ping, commandsPerRequest: 1, requests: settings.count };
const batchSize = 100;
const batch: Load = {
  path: '/v1/commands/batch',
  body: { commands: Array.from({ length: batchSize }, () => ping) },
  commandsPerRequest: batchSize,
  requests: settings.count / batchSize,
};

export interface HttpResult {
  singles: Latency & { acceptedPerSecond: number };
  batches: Latency & { acceptedPerSecond: number };
}

await run({ ...single, requests: settings.warmUp });
const singles = await run(single);
// What is queued by now is executed before the next is measured.
await pause(settings.settleMs);
const batches = await run(batch);
process.stdout.write(`${JSON.stringify({ singles, batches } satisfies HttpResult)}\n`);
process.exit(0);
