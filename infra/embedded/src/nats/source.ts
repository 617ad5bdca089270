/** What a source of nats-server says while one is looked for. */
export interface SourceReport {
  /** Which source was asked: `PATH`, `cache`, `GitHub release`, `Debian package` or `go install`. */
  step: string;
  outcome: 'trying' | 'found' | 'absent';
  /** For a person: where it was found, or why not. */
  detail: string;
}

export interface NatsServerBinary {
  path: string;
  version: string;
}

export interface SourceContext {
  env: NodeJS.ProcessEnv;
  /** Folder that holds one folder `nats-server-<version>` for each binary kept. */
  cacheDir: string;
  /** Ends the search and every program it runs. */
  signal: AbortSignal;
  /** Tells the person who waits what goes on in a slow step. */
  trying: (detail: string) => void;
}

/** One place a nats-server may come from. */
export interface NatsServerSource {
  step: string;
  /** The one-line way to make this source work. */
  fix: string;
  /** @throws Error whose message says why this source has none */
  find(context: SourceContext): Promise<NatsServerBinary>;
}
