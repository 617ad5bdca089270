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

/**
 * Makes the command that a body asks for: definition found, input checked, defaults applied.
 * @throws AppError `command.unknown` or `command.invalid_input`
 */
export const decideCommand = (
  body: SubmitBody,
  { id, traceId, submittedAt, origin }: CommandIdentity,
): CommandEnvelope => {
  const definition = requireDefinition(body.name);
  const runAt = toRunAt(body, submittedAt);
  return {
    v: 1,
    id,
    name: definition.name,
    queue: body.queue ?? definition.queue,
    priority: body.priority ?? 'normal',
    input: parseInput(definition, body.input),
    submittedAt,
    traceId,
    ...(runAt !== undefined && { runAt }),
    ...(body.retry && { retry: body.retry }),
    ...(body.timeoutMs !== undefined && { timeoutMs: body.timeoutMs }),
    ...(body.tags && { tags: body.tags }),
    ...origin,
  };
};
