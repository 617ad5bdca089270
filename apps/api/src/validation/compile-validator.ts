import { AppError } from '@signalbox/shared/errors/app-error';
import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { parseOrThrow } from './parse-or-throw.ts';

const prefixes: Readonly<Record<string, string>> = {
  querystring: '/query',
  params: '/path',
  headers: '/headers',
};

const requireBody = (data: unknown): void => {
  if (data === undefined || data === null)
    throw new AppError('request.malformed', 'The body is empty; send a JSON object.');
};

/** Checks a part of a request by its zod schema; pointers of the body start at its root, of the rest with the part's name. */
export const compileValidator: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const isBody = httpPart === 'body';
  const needsBody = isBody && !schema.safeParse(undefined).success;
  const prefix = prefixes[httpPart ?? ''] ?? '';
  return (data: unknown) => {
    try {
      if (needsBody) requireBody(data);
      const given = isBody ? (data ?? undefined) : data;
      return { value: parseOrThrow(schema, given, prefix) };
    } catch (error) {
      return { error: error instanceof Error ? error : new Error(String(error)) };
    }
  };
};
