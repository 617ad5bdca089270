import type { ConsumerInfo } from '@nats-io/jetstream';
import type { Bus } from '@signalbox/runtime/bus/connect';
import { streams } from '@signalbox/shared/naming';
import { createCanceledDuty } from './end-canceled.ts';
import { createLimboDuty } from './end-limbo.ts';
import { OpenCancellations } from './open-cancellations.ts';
import { createRemoveEndedDuty } from './remove-ended.ts';
import { createOrphanDuty, type OrphanContext } from './serve-orphans.ts';
import { createOpenDuty, type SettleOpenContext } from './settle-open.ts';
import { createSweepDuty } from './sweep-deleted.ts';
import type { DeleteContext } from '../../projection/delete-commands.ts';

export type ReconcilerOptions = Omit<SettleOpenContext, 'leastAgeMs'> &
  OrphanContext &
  DeleteContext & { intervalMs: number };

/** By then a command has had time to be recorded, or its recorder to be replaced. */
const longestGraceMs = 60_000;

const listLanes = async ({ jsm }: Bus): Promise<ConsumerInfo[]> => {
  const lanes: ConsumerInfo[] = [];
  for await (const lane of jsm.consumers.list(streams.commands)) lanes.push(lane);
  return lanes;
};

/** What is done in each round, in this order. */
const createDuties = (options: ReconcilerOptions, cancellations: OpenCancellations) => {
  const { bus, intervalMs } = options;
  const leastAgeMs = Math.min(longestGraceMs, 2 * intervalMs);
  const endLimbo = createLimboDuty(options);
  const serveOrphans = createOrphanDuty(options);
  return {
    lanes: async (): Promise<void> => {
      const lanes = await listLanes(bus);
      await endLimbo(lanes);
      await serveOrphans(lanes);
    },
    'canceled commands': createCanceledDuty({ ...options, cancellations, leastAgeMs }),
    'open commands': createOpenDuty({ ...options, leastAgeMs }),
    'ended commands': createRemoveEndedDuty({ ...options, leastAgeMs }),
    'removed commands': createSweepDuty(options),
  };
};

/**
 * Looks, at intervals, for commands without a live owner and settles them. Every step may be done by several recorders
 * at once, and is bounded.
 */
export const startReconciler = (options: ReconcilerOptions): { stop(): Promise<void> } => {
  const { bus, events, intervalMs } = options;
  const cancellations = new OpenCancellations(options);
  const duties = createDuties(options, cancellations);
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();

  const attend = async (duty: string, work: () => Promise<void>): Promise<void> => {
    if (isStopped || !bus.connected) return;
    try {
      await work();
    } catch (error) {
      events.dutyDelayed(duty, error);
    }
  };

  const reconcile = async (): Promise<void> => {
    for (const [duty, work] of Object.entries(duties)) await attend(duty, work);
    plan();
  };

  /** At uneven intervals, so that several recorders seldom do the same at once. */
  const plan = (): void => {
    if (isStopped) return;
    timer = setTimeout(
      () => {
        round = reconcile();
      },
      intervalMs * (0.9 + Math.random() * 0.2),
    );
  };
  plan();

  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await round;
      cancellations.stop();
    },
  };
};
