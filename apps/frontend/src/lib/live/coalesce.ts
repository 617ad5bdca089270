interface CoalescerOptions<Item> {
  /** Least time between two flushes, in ms. */
  everyMs: number;
  flush: (items: Item[]) => void;
}

export interface Coalescer<Item> {
  add(item: Item): void;
  /** Drops what waits. */
  stop(): void;
}

/** Hands items on in batches: the first at once, later ones together, never more often than `everyMs`. */
export const createCoalescer = <Item>({ everyMs, flush }: CoalescerOptions<Item>): Coalescer<Item> => {
  let waiting: Item[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const release = (): void => {
    timer = undefined;
    if (waiting.length === 0) return;
    const items = waiting;
    waiting = [];
    timer = setTimeout(release, everyMs);
    flush(items);
  };

  return {
    add: (item) => {
      waiting.push(item);
      if (timer === undefined) release();
    },
    stop: () => {
      clearTimeout(timer);
      waiting = [];
    },
  };
};
