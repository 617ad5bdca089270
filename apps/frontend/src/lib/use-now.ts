'use client';

import { useSyncExternalStore } from 'react';

const createTicker = (everyMs: number) => {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let now = 0;
  const tick = (): void => {
    now = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    read: () => {
      if (now === 0) now = Date.now();
      return now;
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      if (listeners.size === 1) {
        now = Date.now();
        timer = setInterval(tick, everyMs);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
  };
};

const seconds = createTicker(1_000);
const quarters = createTicker(250);

/** The present in epoch ms, renewed every second; one timer serves the whole page. 0 where there is no browser. */
export const useNow = (): number => useSyncExternalStore(seconds.subscribe, seconds.read, () => 0);

/** The present four times a second, for what is watched closely. */
export const useFineNow = (): number => useSyncExternalStore(quarters.subscribe, quarters.read, () => 0);
