'use client';

import { useEffect, useState } from 'react';

const skeletonDelayMs = 150;

/** True once the condition has held for 150 ms: what loads faster shows no placeholder. */
export const useDelayed = (condition: boolean): boolean => {
  const [isDue, setIsDue] = useState(false);
  useEffect(() => {
    if (!condition) return undefined;
    const timer = setTimeout(() => setIsDue(true), skeletonDelayMs);
    return () => {
      clearTimeout(timer);
      setIsDue(false);
    };
  }, [condition]);
  return condition && isDue;
};
