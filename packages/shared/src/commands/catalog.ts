import { z } from 'zod';
import { dataAnalyze } from './data-analyze.ts';
import type { CommandDefinition } from './define-command.ts';
import { demoHang, demoFanOut, demoBlock, demoCrash, demoFlaky, demoSlow, demoSteps } from './demo.ts';
import { httpRequest } from './http-request.ts';
import { systemPing } from './system-ping.ts';
import { systemPrune } from './system-prune.ts';
import { textProcess } from './text-process.ts';

/** Every command there is. A definition without a handler in the worker does not compile. */
export const catalog = [
  systemPing,
  systemPrune,
  textProcess,
  dataAnalyze,
  httpRequest,
  demoFlaky,
  demoSlow,
  demoBlock,
  demoCrash,
  demoSteps,
  demoFanOut,
  demoHang,
] as const satisfies readonly CommandDefinition[];

export type CatalogDefinition = (typeof catalog)[number];
export type CommandName = CatalogDefinition['name'];

const byName = new Map<string, CommandDefinition>(catalog.map((definition) => [definition.name, definition]));

export const findDefinition = (name: string): CommandDefinition | undefined => byName.get(name);

/** The queues that some command of the catalog uses. */
export const catalogQueues: readonly string[] = [
  ...new Set(catalog.map((definition) => definition.queue)),
].toSorted();

/** The public form of a definition: schemas as JSON Schema 2020-12. */
export const toCatalogEntry = (definition: CommandDefinition) => ({
  name: definition.name,
  title: definition.title,
  description: definition.description,
  queue: definition.queue,
  inputSchema: z.toJSONSchema(definition.input, { io: 'input' }) as Record<string, unknown>,
  outputSchema: z.toJSONSchema(definition.output) as Record<string, unknown>,
  retry: definition.retry ?? {},
  timeoutMs: definition.timeoutMs,
  examples: definition.examples as { title: string; input: unknown }[],
});

export type CatalogEntry = ReturnType<typeof toCatalogEntry>;
