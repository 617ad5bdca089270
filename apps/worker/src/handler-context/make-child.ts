import { findDefinition } from '@signalbox/shared/commands/catalog';
import type { CommandDefinition } from '@signalbox/shared/commands/define-command';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { AppError } from '@signalbox/shared/errors/app-error';
import { submitSchema } from '@signalbox/shared/http/submit';
import type { SpawnOptions } from '../handlers/handler.ts';
import { toChildId } from './child-id.ts';

const maxDepth = 8;

export interface ChildRequest {
  name: string;
  input: unknown;
  options: Omit<SpawnOptions, 'key'>;
  key: string;
}

interface Broken {
  issues: readonly { path: readonly PropertyKey[]; message: string }[];
}

const describe = ({ issues }: Broken, root: string): string =>
  issues.map(({ path, message }) => `${[root, ...path].join('.')}: ${message}`).join('; ');

const requireDefinition = (name: string): CommandDefinition => {
  const definition = findDefinition(name);
  if (definition) return definition;
  throw new AppError(
    'command.unknown',
    `No command is named ${JSON.stringify(name)}; spawn one of the catalog.`,
  );
};

/**
 * Checks the input of a child and gives it its defaults.
 * @throws AppError `command.unknown`, or `command.invalid_input` with the field and the rule
 */
export const parseChildInput = (name: string, input: unknown, root = 'input'): unknown => {
  const parsed = requireDefinition(name).input.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new AppError(
    'command.invalid_input',
    `The child ${name} cannot be spawned: ${describe(parsed.error, root)}`,
  );
};

const assertDepth = (ancestors: readonly string[]): void => {
  if (ancestors.length <= maxDepth) return;
  throw new AppError(
    'command.too_deep',
    `A family of commands is at most ${maxDepth} deep below the first; this child would be deeper. Let the parent spawn it.`,
  );
};

const toKeyed = ({ options }: ChildRequest, definition: CommandDefinition, input: unknown) => {
  const concurrencyKey = options.concurrencyKey ?? definition.concurrencyKey?.(input);
  const concurrencyLimit = options.concurrencyLimit ?? definition.concurrencyLimit;
  if (concurrencyKey === undefined) return {};
  return { concurrencyKey, ...(concurrencyLimit !== undefined && { concurrencyLimit }) };
};

/**
 * The child as it is queued. It shares the parent's trace, deadline and, unless told otherwise, priority.
 * @param request its input was parsed
 * @throws AppError `request.invalid` with the option and the rule, or `command.too_deep`
 */
export const makeChild = (parent: CommandEnvelope, request: ChildRequest, now: number): CommandEnvelope => {
  const { name, input, options, key } = request;
  const definition = requireDefinition(name);
  const checked = submitSchema.safeParse({ name, input, ...options });
  if (!checked.success)
    throw new AppError(
      'request.invalid',
      `The child ${name} cannot be spawned: ${describe(checked.error, 'options')}`,
    );
  const ancestors = [...(parent.ancestors ?? []), parent.id];
  assertDepth(ancestors);
  return {
    v: 1,
    id: toChildId(parent.id, key),
    name,
    queue: options.queue ?? definition.queue,
    priority: options.priority ?? parent.priority,
    input,
    submittedAt: now,
    traceId: parent.traceId,
    parentId: parent.id,
    ancestors,
    ...(options.delayMs && { runAt: now + options.delayMs }),
    ...(options.retry && { retry: options.retry }),
    ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
    ...(options.tags && { tags: options.tags }),
    ...(parent.deadlineAt !== undefined && { deadlineAt: parent.deadlineAt }),
    ...toKeyed(request, definition, input),
  };
};
