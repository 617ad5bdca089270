import type { Bus } from '@signalbox/runtime/bus/connect';
import { recorderConsumer, streams } from '@signalbox/shared/naming';
import { setTimeout as wait } from 'node:timers/promises';

export interface Quiet {
  /** Ids of commands that are on the bus still. */
  queued: string[];
  isRecorded: boolean;
}

const lookMs = 250;
/** Long enough for duties that look every few seconds to have looked. */
const idleMs = 8_000;

interface Load {
  messages: number;
  /** Deliveries that are to come or under way. */
  open: number;
  isRecorded: boolean;
}

const measure = async ({ jsm }: Bus): Promise<Load> => {
  const { state } = await jsm.streams.info(streams.commands);
  const recorder = await jsm.consumers.info(streams.events, recorderConsumer);
  let open = 0;
  for await (const lane of jsm.consumers.list(streams.commands))
    open += lane.num_pending + lane.num_ack_pending;
  return {
    messages: state.messages,
    open,
    isRecorded: recorder.num_pending === 0 && recorder.num_ack_pending === 0,
  };
};

const listQueued = async ({ jsm }: Bus): Promise<string[]> => {
  const { state } = await jsm.streams.info(streams.commands, { subjects_filter: '>' });
  return Object.keys(state.subjects ?? {}).map((subject) => subject.split('.').at(-1) ?? subject);
};

/**
 * Waits until no command is on the bus and everything is recorded; gives up at the limit, and when messages lie in
 * the stream that no delivery is going to bring.
 */
export const awaitQuiet = async (
  bus: Bus,
  { limitMs, signal }: { limitMs: number; signal: AbortSignal },
): Promise<Quiet> => {
  const deadline = performance.now() + limitMs;
  let movedAt = performance.now();
  for (;;) {
    const { messages, open, isRecorded } = await measure(bus);
    if (messages === 0 && isRecorded) return { queued: [], isRecorded };
    const now = performance.now();
    if (open > 0 || !isRecorded) movedAt = now;
    if (now > deadline || now - movedAt > idleMs) return { queued: await listQueued(bus), isRecorded };
    await wait(lookMs, undefined, { signal });
  }
};
