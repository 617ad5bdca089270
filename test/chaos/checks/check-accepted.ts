import type { CommandView } from '@signalbox/shared/http/command-view';
import { isTerminal } from '@signalbox/shared/status/status';
import type { Tally } from '../load/tally.ts';

export interface AcceptedCounts {
  completed: number;
  failed: number;
  canceled: number;
  /** Accepted, but the API does not know it. */
  lost: string[];
  /** Known, but not ended. */
  stuck: string[];
  /** Ended in another way than planned, and not because processes died. */
  otherEnds: string[];
  /** Ended as failed because the processes that ran it died, as often as its policy allowed. */
  unlucky: number;
}

type Page = { items: CommandView[]; nextCursor?: string };

/** What the API says of every command it lists. */
const listAll = async (apiUrl: string): Promise<Map<string, CommandView>> => {
  const known = new Map<string, CommandView>();
  let cursor: string | undefined;
  do {
    const page: Page = await askApi(
      `${apiUrl}/v1/commands?limit=200${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    for (const command of page.items) known.set(command.id, command);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return known;
};

const askApi = async <Body>(url: string): Promise<Body> => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status} ${await response.text()}`);
  return (await response.json()) as Body;
};

const findOne = async (apiUrl: string, id: string): Promise<CommandView | undefined> => {
  const response = await fetch(`${apiUrl}/v1/commands/${id}`);
  return response.ok ? ((await response.json()) as CommandView) : undefined;
};

const isUnlucky = ({ error }: CommandView): boolean =>
  error?.code === 'worker.lost' || error?.code === 'command.interrupted';

/**
 * Asks the API for every command that it accepted.
 * @param deleted what is no more in the history, if a bulk action was to remove it
 */
export const checkAccepted = async (
  apiUrl: string,
  { accepted, notCanceled }: Tally,
  deleted: ReadonlySet<string>,
): Promise<AcceptedCounts> => {
  const listed = await listAll(apiUrl);
  const counts: AcceptedCounts = {
    completed: 0,
    failed: 0,
    canceled: 0,
    lost: [],
    stuck: [],
    otherEnds: [],
    unlucky: 0,
  };
  for (const [id, planned] of accepted) {
    if (planned.kind === 'delete' && deleted.has(id)) continue;
    const command = listed.get(id) ?? (await findOne(apiUrl, id));
    if (!command) {
      counts.lost.push(id);
      continue;
    }
    const { status, error } = command;
    if (!isTerminal(status)) {
      counts.stuck.push(`${id} is ${status}`);
      continue;
    }
    if (status === 'completed' || status === 'failed' || status === 'canceled') counts[status] += 1;
    if (status === planned.ends || notCanceled.has(id)) continue;
    if (isUnlucky(command)) counts.unlucky += 1;
    else counts.otherEnds.push(`${id} of kind ${planned.kind} ended as ${status} ${error?.code ?? ''}`);
  }
  return counts;
};
