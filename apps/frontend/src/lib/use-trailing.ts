'use client';

import { useCallback, useEffect, useEffectEvent, useRef } from 'react';

/** A function that runs the action once, `delayMs` after the first of any number of calls. */
export const useTrailing = (action: () => void, delayMs: number): (() => void) => {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const run = useEffectEvent(action);
  const runLater = useRef<() => void>(undefined);
  useEffect(() => {
    runLater.current = () => {
      timer.current = undefined;
      run();
    };
    return () => clearTimeout(timer.current);
  }, []);
  return useCallback(() => {
    timer.current ??= setTimeout(() => runLater.current?.(), delayMs);
  }, [delayMs]);
};
