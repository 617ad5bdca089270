'use client';

import { useEffect, useEffectEvent, useRef, type PointerEvent } from 'react';

/** Farther down than this, rows that arrive on top would push what is read. */
const scrolledFromPx = 80;

/** Whether the list must not move: the pointer is in it, or it is scrolled. `onRelease` is called when it may move again. */
export const useHold = (onRelease: () => void) => {
  const isPointed = useRef(false);
  const isScrolled = useRef(false);
  const release = useEffectEvent(onRelease);

  useEffect(() => {
    const follow = (): void => {
      const wasScrolled = isScrolled.current;
      isScrolled.current = window.scrollY > scrolledFromPx;
      if (wasScrolled && !isScrolled.current && !isPointed.current) release();
    };
    window.addEventListener('scroll', follow, { passive: true });
    return () => window.removeEventListener('scroll', follow);
  }, []);

  return {
    isHeld: () => isPointed.current || isScrolled.current,
    pointerHandlers: {
      onPointerEnter: (event: PointerEvent) => {
        isPointed.current = event.pointerType === 'mouse';
      },
      onPointerLeave: () => {
        isPointed.current = false;
        if (!isScrolled.current) onRelease();
      },
    },
  };
};
