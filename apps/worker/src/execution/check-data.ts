import type { CommandDefinition } from '@signalbox/shared/commands/define-command';
import { AppError } from '@signalbox/shared/errors/app-error';

interface Problem {
  path: readonly PropertyKey[];
  message: string;
}

const describe = (issues: readonly Problem[], root: string): string =>
  issues.map(({ path, message }) => `${path.join('.') || root}: ${message}`).join('; ');

/**
 * The input of a command as its schema makes it.
 * @throws AppError `command.invalid_input`
 */
export const checkInput = (definition: CommandDefinition, input: unknown): unknown => {
  const checked = definition.input.safeParse(input);
  if (checked.success) return checked.data;
  throw new AppError(
    'command.invalid_input',
    `The input breaks the schema of ${definition.name}: ${describe(checked.error.issues, 'input')}`,
  );
};

/**
 * What a handler returned, as the schema of the command makes it.
 * @throws AppError `command.invalid_output`
 */
export const checkOutput = (definition: CommandDefinition, output: unknown): unknown => {
  const checked = definition.output.safeParse(output);
  if (checked.success) return checked.data;
  throw new AppError(
    'command.invalid_output',
    `The handler of ${definition.name} returned what its schema forbids: ${describe(checked.error.issues, 'output')}`,
  );
};
