/** Bounds what one connection has under way, in number and in memory. */
export interface FlowGate {
  /** Resolves when there is room for a request of this size, in the order of the calls. */
  enter(bytes: number): Promise<void>;
  leave(bytes: number): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

interface FlowGateOptions {
  maxCount: number;
  maxBytes: number;
  /** Asks for no more requests; those that were read already are kept waiting. */
  pause: () => void;
  resume: () => void;
}

interface Waiting {
  bytes: number;
  admit: () => void;
}

/** Calls `pause` when a bound is reached and `resume` when there is room again. */
export const createFlowGate = ({ maxCount, maxBytes, pause, resume }: FlowGateOptions): FlowGate => {
  let count = 0;
  let bytesHeld = 0;
  let paused = false;
  const queue: Waiting[] = [];
  let idlers: (() => void)[] = [];
  const isFull = (): boolean => count >= maxCount || bytesHeld >= maxBytes;
  const settle = (): void => {
    while (!isFull()) {
      const next = queue.shift();
      if (!next) break;
      count += 1;
      bytesHeld += next.bytes;
      next.admit();
    }
    if (isFull() === paused) return;
    paused = !paused;
    if (paused) pause();
    else resume();
  };
  return {
    enter: (bytes) =>
      new Promise((admit) => {
        queue.push({ bytes, admit });
        settle();
      }),
    leave: (bytes) => {
      count -= 1;
      bytesHeld -= bytes;
      settle();
      if (count > 0) return;
      for (const resolve of idlers) resolve();
      idlers = [];
    },
    idle: () => (count === 0 ? Promise.resolve() : new Promise((resolve) => void idlers.push(resolve))),
  };
};
