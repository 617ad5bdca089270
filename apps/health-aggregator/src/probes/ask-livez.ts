import type { LivezOutcome } from '../core/evidence.ts';
import { askHttp } from './ask-http.ts';

const limitMs = 2_000;

const readInstance = (body: string): string | undefined => {
  try {
    const value: unknown = JSON.parse(body);
    const named =
      typeof value === 'object' && value !== null && 'instance' in value ? value.instance : undefined;
    return typeof named === 'string' ? named : undefined;
  } catch {
    return undefined;
  }
};

/** Asks one instance whether it lives, at the address it told; whoever else answers there is a stranger. */
export const askLivez = async (url: string, instance: string): Promise<LivezOutcome> => {
  const { outcome, statusCode, body = '' } = await askHttp(`${url}/livez`, limitMs);
  if (outcome !== 'answered') return outcome;
  if (statusCode !== 200) return 'silent';
  const answering = readInstance(body);
  return answering === undefined || answering === instance ? 'answered' : 'stranger';
};
