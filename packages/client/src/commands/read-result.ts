import type { CommandView } from '@signalbox/shared/http/command-view';
import type { Transport } from '../http/transport.ts';
import type { RequestOptions } from './types.ts';

/**
 * The result of a completed command, fetched where it is too large to be part of the command.
 * @throws ApiProblem, or the signal's reason
 */
export const readResult = async (
  transport: Transport,
  { id, result, resultBytes }: CommandView,
  { signal }: RequestOptions = {},
): Promise<unknown> =>
  result === undefined && resultBytes !== undefined
    ? transport.json(`/v1/commands/${id}/result`, { signal })
    : result;
