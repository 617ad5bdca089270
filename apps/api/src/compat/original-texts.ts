import { AppError } from '@signalbox/shared/errors/app-error';

const readField = (input: unknown, field: string): unknown =>
  typeof input === 'object' && input !== null ? Reflect.get(input, field) : undefined;

/** What the original's handlers say of an input that is refused here before anything is queued. */
const texts: Readonly<Record<string, (input: unknown) => string | undefined>> = {
  'text.process': (input) => {
    const operation = readField(input, 'operation');
    return typeof operation === 'string' ? `Unknown operation: ${operation}` : undefined;
  },
  'data.analyze': (input) => {
    const numbers = readField(input, 'numbers');
    return Array.isArray(numbers) && numbers.length === 0 ? 'No numbers provided for analysis' : undefined;
  },
};

/** The place of the field that each text speaks of. */
const pointers: Readonly<Record<string, string>> = {
  'text.process': '/input/operation',
  'data.analyze': '/input/numbers',
};

/** The same refusal with the original's words in front, where it has some. */
export const withOriginalText = (
  error: unknown,
  { name, input }: { name: string; input: unknown },
): unknown => {
  if (!(error instanceof AppError) || error.code !== 'command.invalid_input') return error;
  const speaksOf = error.errors?.some(({ pointer }) => pointer === pointers[name]) === true;
  const text = speaksOf ? texts[name]?.(input) : undefined;
  if (text === undefined) return error;
  return new AppError(error.code, `${text}. ${error.message}`, { errors: error.errors ?? [], cause: error });
};
