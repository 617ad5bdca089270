import type { Slot } from '../lanes/slot.ts';
import type { KeyLocks } from './key-locks.ts';
import type { KeyRequest } from './key-request.ts';
import type { Hold } from './place-hold.ts';

export interface WithPlaceOptions {
  locks: Pick<KeyLocks, 'tryTake' | 'wait'>;
  slot: Slot;
  /** Gives the place back for good when the handler first does nothing but wait, so that its children can have it. */
  isLent?: boolean | undefined;
  /** Runs the attempt; the slot it is given also frees the place. */
  run: (slot: Slot) => Promise<void>;
  /** Called when there is no place to be had here, or when the queue was paused meanwhile. */
  leave: () => Promise<void>;
}

/** Runs an attempt in a place of its key; while it waits for one, it holds no slot. */
export const withPlace = async (
  request: KeyRequest,
  { locks, slot, isLent = false, run, leave }: WithPlaceOptions,
): Promise<void> => {
  const waitElseLeave = async (): Promise<Hold | undefined> => {
    const hold = await locks.wait(request);
    if (!hold) await leave();
    return hold;
  };
  const hold = (await locks.tryTake(request)) ?? (await slot.releaseWhile(waitElseLeave()));
  if (!hold) return;
  if (slot.isPaused) {
    hold.release();
    return leave();
  }
  const held: Slot = {
    get isPaused() {
      return slot.isPaused;
    },
    get isFreed() {
      return slot.isFreed;
    },
    free: () => {
      slot.free();
      hold.release();
    },
    releaseWhile: (wait) => {
      if (isLent) hold.release();
      return slot.releaseWhile(wait);
    },
  };
  try {
    await run(held);
  } finally {
    hold.release();
  }
};
