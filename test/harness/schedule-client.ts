import { openBucket } from '@signalbox/runtime/bus/bucket';
import { connectBus, type Bus } from '@signalbox/runtime/bus/connect';
import type { TickClaim } from '@signalbox/runtime/bus/schedule-ticks';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import type { ScheduleView } from '@signalbox/shared/http/schedules';
import { buckets, bucketStream, subjects } from '@signalbox/shared/naming';
import { eventually } from './eventually.ts';
import type { TestSystem } from './test-system.ts';

export interface FiredTick extends TickClaim {
  tickMs: number;
}

const send = async <Body>(method: string, url: string, body?: unknown): Promise<Body> => {
  const response = await fetch(url, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response.json() as Promise<Body>;
};

/** What the tests ask of schedules: the API's routes, and the claims of ticks on the bus. */
export const openScheduleClient = async ({ apiUrl, natsUrl }: TestSystem) => {
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent', format: 'json' });
  const bus: Bus = await connectBus({ url: natsUrl, name: 'test', logger });
  const kv = await openBucket(bus, buckets.ticks, 7 * 86_400_000);
  const readTick = async (key: string): Promise<FiredTick[]> => {
    const entry = await kv.get(key);
    return entry ? [{ tickMs: Number(key.split('.')[1]), ...entry.json<TickClaim>() }] : [];
  };
  /** What became of the ticks of a schedule, oldest first. */
  const ticks = async (id: string): Promise<FiredTick[]> => {
    const prefix = subjects.bucketKey(buckets.ticks, '');
    const { state } = await bus.jsm.streams.info(bucketStream(buckets.ticks), {
      subjects_filter: `${prefix}${id}.>`,
    });
    const keys = Object.keys(state.subjects ?? {}).map((subject) => subject.slice(prefix.length));
    const found = await Promise.all(keys.filter((key) => !key.endsWith('.last')).map(readTick));
    return found.flat().toSorted((left, right) => left.tickMs - right.tickMs);
  };
  return {
    ticks,
    create: (body: unknown) => send<ScheduleView>('POST', `${apiUrl}/v1/schedules`, body),
    get: (id: string) => send<ScheduleView>('GET', `${apiUrl}/v1/schedules/${id}`),
    patch: (id: string, body: unknown) => send<ScheduleView>('PATCH', `${apiUrl}/v1/schedules/${id}`, body),
    post: <Body>(id: string, verb: string, body?: unknown) =>
      send<Body>('POST', `${apiUrl}/v1/schedules/${id}/${verb}`, body),
    /** Waits until so many ticks have come to something. */
    settled: (id: string, count: number): Promise<FiredTick[]> =>
      eventually(
        `${count} ticks of ${id}`,
        async () => {
          const found = (await ticks(id)).filter(({ decision }) => decision !== 'pending');
          return found.length >= count && found;
        },
        { everyMs: 200 },
      ),
    close: () => bus.close(),
  };
};

export type ScheduleClient = Awaited<ReturnType<typeof openScheduleClient>>;
