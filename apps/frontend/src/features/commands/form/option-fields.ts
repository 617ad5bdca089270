import type { CatalogEntry } from '@signalbox/shared/commands/catalog';
import type { CommandView } from '@signalbox/shared/http/command-view';
import type { RetryStrategy } from '@signalbox/shared/retry/policy';
import { formatLimit } from '../../../lib/format.ts';
import { t } from '../../../messages/index.ts';
import { toInput, type ParsedInput, type RawValues } from './form-values.ts';
import type { Field } from './schema-fields.ts';

const words = t.options;

const strategies: Record<RetryStrategy, true> = {
  exponential_jitter: true,
  exponential: true,
  fixed: true,
  random: true,
};
const priorityNames: Record<CommandView['priority'], true> = { high: true, normal: true, low: true };

const field = (parts: Pick<Field, 'name' | 'kind' | 'description'> & Partial<Field>): Field => ({
  isRequired: false,
  defaultValue: undefined,
  choices: [],
  itemKind: 'text',
  least: undefined,
  most: undefined,
  ...parts,
});

/** What can be set besides the input; what is left empty is inherited from the command's definition. */
export const toOptionFields = ({
  queue,
  timeoutMs,
  retry,
}: Pick<CatalogEntry, 'queue' | 'timeoutMs' | 'retry'>): Field[] => [
  field({ name: 'queue', kind: 'text', description: words.queue(queue) }),
  field({
    name: 'priority',
    kind: 'choice',
    description: words.priority,
    choices: Object.keys(priorityNames),
  }),
  field({ name: 'tags', kind: 'list', description: words.tags }),
  field({ name: 'delayMs', kind: 'integer', description: words.delayMs }),
  field({ name: 'timeoutMs', kind: 'integer', description: words.timeoutMs(formatLimit(timeoutMs)) }),
  field({ name: 'retry.enabled', kind: 'flag', description: words.retryEnabled }),
  field({ name: 'retry.maxAttempts', kind: 'integer', description: words.maxAttempts(retry.maxAttempts) }),
  field({
    name: 'retry.strategy',
    kind: 'choice',
    description: words.strategy,
    choices: Object.keys(strategies),
  }),
  field({ name: 'retry.waitMs', kind: 'integer', description: words.waitMs }),
  field({ name: 'retry.waitMinMs', kind: 'integer', description: words.waitMinMs }),
  field({ name: 'retry.waitMaxMs', kind: 'integer', description: words.waitMaxMs }),
];

const retryPrefix = 'retry.';

/** The options as the body of a submission holds them: those of retry in an object of their own. */
export const toOptions = (fields: readonly Field[], raw: RawValues): ParsedInput => {
  const { input, problems } = toInput(fields, raw);
  const entries = Object.entries(input);
  const retry = entries
    .filter(([name]) => name.startsWith(retryPrefix))
    .map(([name, value]) => [name.slice(retryPrefix.length), value]);
  const others = entries.filter(([name]) => !name.startsWith(retryPrefix));
  return {
    input: { ...Object.fromEntries(others), ...(retry.length > 0 && { retry: Object.fromEntries(retry) }) },
    problems,
  };
};
