'use client';

import { useEffect, useState } from 'react';

/** The value once it has not changed for `waitMs`. */
export const useDebounced = <Value>(value: Value, waitMs: number): Value => {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), waitMs);
    return () => clearTimeout(timer);
  }, [value, waitMs]);
  return settled;
};
