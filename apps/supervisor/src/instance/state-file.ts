import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { processIdentitySchema } from './process-identity.ts';

const stateSchema = z.object({
  supervisor: processIdentitySchema,
  startedAt: z.iso.datetime(),
  control: z.object({ url: z.url(), token: z.string() }),
  urls: z.object({ console: z.url(), api: z.url(), nats: z.url(), surreal: z.url() }),
  reaper: processIdentitySchema.optional(),
  children: z.array(processIdentitySchema.extend({ name: z.string() })),
});

/** What the command line, the API and the next start need to know of a running supervisor. */
export type InstanceState = z.infer<typeof stateSchema>;

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** @returns undefined if there is none, or none that can be read */
export const readState = (path: string): InstanceState | undefined => {
  try {
    return stateSchema.safeParse(parseJson(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
};

/** Replaces the file as a whole, readable by its owner alone, since it holds the token. */
export const writeState = (path: string, state: InstanceState): void => {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
};

export const removeState = (path: string): void => rmSync(path, { force: true });
