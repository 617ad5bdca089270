import { cacheSource } from './nats/cache-source.ts';
import { findCacheDir } from './nats/cache.ts';
import { debianSource } from './nats/debian-source.ts';
import { goSource } from './nats/go-source.ts';
import { pathSource } from './nats/path-source.ts';
import { createReleaseSource } from './nats/release-source.ts';
import type { NatsServerBinary, NatsServerSource, SourceReport } from './nats/source.ts';

export type { NatsServerBinary, SourceReport } from './nats/source.ts';

interface FindOptions {
  env: NodeJS.ProcessEnv;
  /** Called with each step's start and end. */
  report?: (report: SourceReport) => void;
  /** Ends the search, which then fails. */
  signal?: AbortSignal;
  /** In order of preference; the machine's own first, then from the fastest to the slowest. */
  sources?: readonly NatsServerSource[];
}

const allSources = [pathSource, cacheSource, createReleaseSource(), debianSource, goSource];

const toError = (failures: { source: NatsServerSource; reason: string }[]): Error => {
  const lines = failures.map(
    ({ source, reason }) => `  ${source.step}: ${reason}. To mend it: ${source.fix}.`,
  );
  return new Error(
    `No nats-server was found. Any one of these is enough, or set NATS_URL to a server that runs.\n${lines.join('\n')}`,
  );
};

/**
 * Finds a nats-server that is new enough, and fetches one where the machine has none. Safe to run in several
 * processes at once.
 * @throws Error that names each source, why it has none, and the one-line fix
 */
export const findNatsServer = async (options: FindOptions): Promise<NatsServerBinary> => {
  const { env, report = () => {}, sources = allSources, signal = new AbortController().signal } = options;
  const cacheDir = findCacheDir(env);
  const failures: { source: NatsServerSource; reason: string }[] = [];
  for (const source of sources) {
    signal.throwIfAborted();
    const { step } = source;
    try {
      const binary = await source.find({
        env,
        cacheDir,
        signal,
        trying: (detail) => report({ step, outcome: 'trying', detail }),
      });
      report({ step, outcome: 'found', detail: `${binary.path} (${binary.version})` });
      return binary;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      failures.push({ source, reason });
      report({ step, outcome: 'absent', detail: reason });
    }
  }
  throw toError(failures);
};
