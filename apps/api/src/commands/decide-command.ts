import { catalog, findDefinition } from '@signalbox/shared/commands/catalog';
import type { CommandDefinition } from '@signalbox/shared/commands/define-command';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { SubmitBody } from '@signalbox/shared/http/submit';
import { describeProblems } from '../validation/describe-problems.ts';
import { toFieldProblems } from '../validation/to-field-problems.ts';
import { nearNames } from './near-names.ts';

/** What else than a plain submission a command comes from. */
export type CommandOrigin = Pick<CommandEnvelope, 'replayOf' | 'replayReason' | 'scheduleId' | 'actionId'>;

/** What a command is given that its submitter does not choose. */
export interface CommandIdentity {
  id: string;
  traceId: string;
  /** Epoch ms. */
  submittedAt: number;
  origin?: CommandOrigin;
}

const commandNames = catalog.map((definition) => definition.name);

const requireDefinition = (name: string): CommandDefinition => {
  const definition = findDefinition(name);
  if (definition) return definition;
  const near = nearNames(name, commandNames);
  const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'GET /v1/catalog lists all commands.';
  throw new AppError(
    'command.unknown',
    `No command is named ${JSON.stringify(name.slice(0, 100))}. ${hint}`,
    {
      details: { suggestions: near },
    },
  );
};

const parseInput = (definition: CommandDefinition, input: unknown): unknown => {
  const parsed = definition.input.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = toFieldProblems(parsed.error.issues, { data: input, prefix: '/input' });
  throw new AppError('command.invalid_input', describeProblems(errors), { errors });
};

const toRunAt = ({ delayMs, runAt }: SubmitBody, submittedAt: number): number | undefined => {
  if (runAt !== undefined) return Date.parse(runAt);
  return delayMs === undefined || delayMs === 0 ? undefined : submittedAt + delayMs;
};

type Limits = Pick<CommandEnvelope, 'deadlineAt' | 'concurrencyKey' | 'concurrencyLimit' | 'uniqueKey'>;

const refuseLimitWithoutKey = (): never => {
  const errors = [
    {
      pointer: '/concurrencyLimit',
      detail: 'has no meaning without a key: give concurrencyKey too, or leave it out',
    },
  ];
  throw new AppError('request.invalid', describeProblems(errors), { errors });
};

/** What the body says goes before what the definition derives from the input. */
const toConcurrency = (body: SubmitBody, definition: CommandDefinition, input: unknown): Limits => {
  const concurrencyKey = body.concurrencyKey ?? definition.concurrencyKey?.(input);
  const concurrencyLimit = body.concurrencyLimit ?? definition.concurrencyLimit;
  if (concurrencyKey === undefined && body.concurrencyLimit !== undefined) refuseLimitWithoutKey();
  return {
    ...(concurrencyKey !== undefined && { concurrencyKey }),
    ...(concurrencyKey !== undefined && concurrencyLimit !== undefined && { concurrencyLimit }),
  };
};

const toLimits = (
  body: SubmitBody,
  definition: CommandDefinition,
  { input, startsAt }: { input: unknown; startsAt: number },
): Limits => ({
  ...(body.deadlineMs !== undefined && { deadlineAt: startsAt + body.deadlineMs }),
  ...(body.uniqueKey !== undefined && { uniqueKey: body.uniqueKey }),
  ...toConcurrency(body, definition, input),
});

/**
 * Makes the command that a body asks for: definition found, input checked, defaults applied.
 * @throws AppError `command.unknown`, `command.invalid_input` or `request.invalid`
 */
export const decideCommand = (
  body: SubmitBody,
  { id, traceId, submittedAt, origin }: CommandIdentity,
): CommandEnvelope => {
  const definition = requireDefinition(body.name);
  const runAt = toRunAt(body, submittedAt);
  const input = parseInput(definition, body.input);
  return {
    v: 1,
    id,
    name: definition.name,
    queue: body.queue ?? definition.queue,
    priority: body.priority ?? 'normal',
    input,
    submittedAt,
    traceId,
    ...(runAt !== undefined && { runAt }),
    ...(body.retry !== undefined && { retry: body.retry ?? { enabled: false } }),
    ...(body.timeoutMs !== undefined && { timeoutMs: body.timeoutMs }),
    ...(body.tags && { tags: body.tags }),
    ...toLimits(body, definition, { input, startsAt: runAt ?? submittedAt }),
    ...origin,
  };
};
