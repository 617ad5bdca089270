import type { HistoryItem } from '@signalbox/shared/http/command-view';
import { terminalStatuses } from '@signalbox/shared/status/status';
import { toQuery } from '../http/to-query.ts';
import type { Transport } from '../http/transport.ts';
import { follow } from '../sse/follow.ts';
import type { RequestOptions, TailFilter } from './types.ts';

/** The stream also says other things than what happens to commands. */
async function* readItems(
  transport: Transport,
  path: string,
  { signal }: RequestOptions,
): AsyncGenerator<HistoryItem, void, undefined> {
  for await (const { event, data } of follow({ transport, path, signal })) {
    if (event === 'command') yield JSON.parse(data) as HistoryItem;
  }
}

/** All that happened to one command and then what happens, up to its end. */
export async function* streamCommand(
  transport: Transport,
  id: string,
  options: RequestOptions = {},
): AsyncGenerator<HistoryItem, void, undefined> {
  for await (const item of readItems(transport, `/v1/commands/${encodeURIComponent(id)}/events`, options)) {
    yield item;
    if ((terminalStatuses as readonly string[]).includes(item.type)) return;
  }
}

/** What happens to all commands of a filter, from now on, for ever. */
export const tailCommands = (
  transport: Transport,
  filter: TailFilter,
  options: RequestOptions = {},
): AsyncGenerator<HistoryItem, void, undefined> =>
  readItems(transport, `/v1/events${toQuery({ ...filter })}`, options);
