import type { Bus } from '@signalbox/runtime/bus/connect';
import { subjects } from '@signalbox/shared/naming';

const limitMs = 2_000;

/**
 * Asks the recorders whether a command has ended. No answer counts as no: running again is allowed, losing is not.
 */
export const askHasEnded = async ({ nc }: Bus, id: string): Promise<boolean> => {
  try {
    const reply = await nc.request(subjects.outcomeRequest, JSON.stringify({ id }), { timeout: limitMs });
    return reply.json<{ ended?: boolean }>().ended === true;
  } catch {
    return false;
  }
};
