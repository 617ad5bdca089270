import { setTimeout as wait } from 'node:timers/promises';
import { toBusError } from '@signalbox/runtime/bus/bus-error';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { AttemptLife } from './attempt-life.ts';

const retryMs = 250;
const limitMs = 30_000;

/**
 * Tries again while the bus does not answer: a step that is finished must not be lost to a restart of the server.
 * @throws AppError `bus.unavailable` after half a minute, or the reason for which the attempt has to end
 */
export const persist = async <Answer>(life: AttemptLife, act: () => Promise<Answer>): Promise<Answer> => {
  const deadline = performance.now() + limitMs;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (error instanceof AppError && !error.retryable) throw error;
      if (performance.now() > deadline) throw toBusError(error);
    }
    await wait(retryMs);
    life.assertGoesOn();
  }
};
