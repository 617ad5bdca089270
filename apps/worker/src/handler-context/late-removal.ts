import type { StepStore } from '@signalbox/runtime/bus/step-store';

/**
 * An ended command may be delivered once more: a nats-server that is killed forgets the acknowledgements of its last
 * moment, and the history may not know of the end yet. Such an attempt must find its steps.
 */
const keepMs = 180_000;
const sweepMs = 10_000;

interface Ended {
  commandId: string;
  /** Monotonic ms. */
  at: number;
}

/** Removes the steps of a command some minutes after its end; those of a worker that stops earlier go in their time. */
export const removeLate = (steps: StepStore): StepStore => {
  const ended: Ended[] = [];
  let timer: NodeJS.Timeout | undefined;

  const sweep = (): void => {
    const endedBefore = performance.now() - keepMs;
    const count = ended.findIndex(({ at }) => at > endedBefore);
    for (const { commandId } of ended.splice(0, count === -1 ? ended.length : count))
      // The bucket forgets what is not removed.
      steps.remove(commandId).catch(() => undefined);
    if (ended.length > 0) return;
    clearInterval(timer);
    timer = undefined;
  };

  return {
    ...steps,
    remove: async (commandId) => {
      ended.push({ commandId, at: performance.now() });
      timer ??= setInterval(sweep, sweepMs).unref();
    },
  };
};
