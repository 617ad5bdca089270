import swagger from '@fastify/swagger';
import { catalog, toCatalogEntry } from '@signalbox/shared/commands/catalog';
import { commandErrorSchema } from '@signalbox/shared/errors/command-error';
import { healthReportSchema, serviceReportSchema } from '@signalbox/shared/health/report';
import { commandListSchema, commandViewSchema, historyItemSchema } from '@signalbox/shared/http/command-view';
import { problemSchema } from '@signalbox/shared/http/problem';
import { actionViewSchema } from '@signalbox/shared/http/actions';
import { scheduleViewSchema } from '@signalbox/shared/http/schedules';
import { queueViewSchema, statsSchema } from '@signalbox/shared/http/stats';
import { acceptedSchema, submitSchema } from '@signalbox/shared/http/submit';
import { version } from '@signalbox/shared/version';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ApiServer } from '../server-types.ts';

const named = {
  Command: commandViewSchema,
  CommandList: commandListSchema,
  CommandError: commandErrorSchema,
  HistoryItem: historyItemSchema,
  SubmitCommand: submitSchema,
  Accepted: acceptedSchema,
  Problem: problemSchema,
  Schedule: scheduleViewSchema,
  BulkAction: actionViewSchema,
  Queue: queueViewSchema,
  Stats: statsSchema,
  HealthReport: healthReportSchema,
  Service: serviceReportSchema,
} as const;

const createRegistry = () => {
  const registry = z.registry<{ id?: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  return registry;
};

const withoutMetaSchema = (schema: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema'));

/** The input of each command under `components.schemas`, such as `text.process.input`. */
const inputComponents = Object.fromEntries(
  catalog
    .map(toCatalogEntry)
    .map(({ name, title, inputSchema }) => [
      `${name}.input`,
      { title: `Input of ${title}`, ...withoutMetaSchema(inputSchema) },
    ]),
);

const problemResponse = {
  description: 'A problem document (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Every route may answer with a problem; said here once instead of at each route. */
const addProblemResponses = (document: Record<string, unknown>): void => {
  for (const path of Object.values(isObject(document['paths']) ? document['paths'] : {})) {
    for (const operation of Object.values(isObject(path) ? path : {})) {
      if (!isObject(operation)) continue;
      const responses = isObject(operation['responses']) ? operation['responses'] : {};
      operation['responses'] = { ...responses, default: problemResponse };
    }
  }
};

const addInputComponents = (document: Record<string, unknown>): void => {
  const components = isObject(document['components']) ? document['components'] : {};
  const schemas = isObject(components['schemas']) ? components['schemas'] : {};
  document['components'] = { ...components, schemas: { ...schemas, ...inputComponents } };
};

/** Gathers the routes registered after it into one OpenAPI 3.1 document, made from the schemas that validate. */
export const addOpenapi = async (server: ApiServer): Promise<void> => {
  const schemaRegistry = createRegistry();
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Signalbox',
        version,
        description: 'Durable background commands: submit, follow, and see whether every process is well.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
    },
    transform: createJsonSchemaTransform({ schemaRegistry }),
    transformObject: createJsonSchemaTransformObject({ schemaRegistry }),
  });
};

/** The document as JSON; the same for the life of the process. */
export const renderOpenapi = (server: ApiServer): string => {
  const document: Record<string, unknown> = { ...server.swagger() };
  addProblemResponses(document);
  addInputComponents(document);
  return JSON.stringify(document);
};
