import { toBusError } from '@signalbox/runtime/bus/bus-error';
import type { Bus } from '@signalbox/runtime/bus/connect';

const limitMs = 15_000;

/**
 * Asks whoever answers on this subject; question and answer are JSON.
 * @throws AppError `bus.unavailable` if nobody answers in time
 */
export const askService = async ({ nc }: Bus, subject: string, question: unknown): Promise<unknown> => {
  try {
    return (await nc.request(subject, JSON.stringify(question), { timeout: limitMs })).json();
  } catch (error) {
    throw toBusError(error);
  }
};
