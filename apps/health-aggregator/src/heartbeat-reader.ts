import { heartbeatSchema, heartbeatStatuses, type Heartbeat } from '@signalbox/shared/health/heartbeat';

const maxBytes = 16_384;
const maxKnown = 5_000;

const statuses: ReadonlySet<string> = new Set(heartbeatStatuses);

/** Enough to trust the rest of a message whose sender has passed the whole schema before. */
const isLikeBefore = (value: unknown): value is Heartbeat => {
  if (typeof value !== 'object' || value === null) return false;
  const beat: Partial<Heartbeat> = value;
  return (
    beat.v === 1 &&
    typeof beat.instance === 'string' &&
    typeof beat.service === 'string' &&
    typeof beat.intervalMs === 'number' &&
    Array.isArray(beat.checks) &&
    typeof beat.load === 'object' &&
    typeof beat.status === 'string' &&
    statuses.has(beat.status)
  );
};

/**
 * Makes a reader of heartbeats that applies the whole schema to the first message of each boot and a light check
 * to those that follow; hundreds a second must cost next to nothing.
 * @returns a function that gives `undefined` for what is not a heartbeat
 */
export const createHeartbeatReader = (): ((text: string) => Heartbeat | undefined) => {
  const known = new Set<string>();
  return (text) => {
    if (text.length > maxBytes) return undefined;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return undefined;
    }
    if (isLikeBefore(value) && known.has(value.instance)) return value;
    const parsed = heartbeatSchema.safeParse(value);
    if (!parsed.success) return undefined;
    if (known.size >= maxKnown) known.clear();
    known.add(parsed.data.instance);
    return parsed.data;
  };
};
