import { AppError } from '@signalbox/shared/errors/app-error';
import type { CommandStatus } from '@signalbox/shared/status/status';

/** The original's word for each state. */
export const statusWords = {
  scheduled: 'new',
  queued: 'new',
  running: 'running',
  retrying: 'running',
  completed: 'completed',
  failed: 'failed',
  canceled: 'canceled',
} as const satisfies Record<CommandStatus, string>;

/** What the original says where the state cannot be read. */
export const unreadableWord = 'unknown';

/** Words that the original's answers use for a new job; in a filter they mean the same. */
const aliases: Readonly<Record<string, string>> = { submitted: 'new', queued: 'new' };

const isStatus = (word: string): word is CommandStatus => Object.hasOwn(statusWords, word);

const allWords: readonly string[] = [...new Set(Object.values(statusWords))];

/**
 * The states that a word of the original stands for.
 * @throws AppError `request.invalid`
 */
export const toStatuses = (word: string): CommandStatus[] => {
  const plain = aliases[word] ?? word;
  const statuses = Object.keys(statusWords)
    .filter(isStatus)
    .filter((status) => statusWords[status] === plain);
  if (statuses.length > 0) return statuses;
  const detail = `must be one of ${allWords.join(', ')}; ${JSON.stringify(word)} is none`;
  throw new AppError('request.invalid', `The status ${detail}.`, {
    errors: [{ pointer: '/query/status_filter', detail }],
  });
};
