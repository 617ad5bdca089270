import { createClient, type Client } from '@signalbox/client';
import { findInstance, NothingRunsError } from '../find-instance.ts';
import { UsageError, type CommandLine } from '../parse-command-line.ts';

/** As far as a command line needs it. */
export type Call = Pick<CommandLine, 'operands' | 'flags' | 'values'>;

/** @throws NothingRunsError, or UsageError for what is no address */
export const findApiUrl = (env: NodeJS.ProcessEnv, given: string | undefined): string => {
  if (given !== undefined) {
    if (URL.canParse(given) && /^https?:/.test(given)) return given;
    throw new UsageError(`--api must be a URL such as http://127.0.0.1:5055; it is "${given}".`);
  }
  if (env['INTERNAL_API_URL']) return env['INTERNAL_API_URL'];
  try {
    return findInstance(env).state.urls.api;
  } catch (error) {
    if (!(error instanceof NothingRunsError)) throw error;
    throw new NothingRunsError(`${error.message}, or say where the API is with --api or INTERNAL_API_URL.`);
  }
};

/**
 * A client of the API that is meant: the one of --api, of INTERNAL_API_URL, or of what runs on this machine.
 * @throws NothingRunsError if there is none, UsageError for what is no address
 */
export const connect = (env: NodeJS.ProcessEnv, { values }: Call): Client =>
  // Two tries: who waits at a terminal wants to hear of trouble soon.
  createClient({ url: findApiUrl(env, values['api']), maxAttempts: 2 });
