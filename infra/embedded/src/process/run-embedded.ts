import { configExitCode, ConfigError } from './config-error.ts';
import { readSettings, type Settings } from './settings.ts';

export interface EmbeddedServer {
  /** Ends everything within 2 s; resolves with the exit code of this process. */
  stop(): Promise<number>;
}

export interface EmbeddedStart {
  settings: Settings;
  /** Aborts when this process is asked to end, also while it still starts. */
  signal: AbortSignal;
  /** One line for the log of this process. */
  log: (line: string) => void;
}

/** Longer than any orderly stop takes and short enough that no orphan is met by the next start. */
const stopLimitMs = 2_000;

const stopEvents = ['SIGTERM', 'SIGINT', 'disconnect'] as const;

const exitWhenAsked = (started: Promise<EmbeddedServer>, asked: AbortController): void => {
  const stop = (): void => {
    if (asked.signal.aborted) return;
    asked.abort();
    setTimeout(() => process.exit(1), stopLimitMs).unref();
    started
      .then((server) => server.stop())
      .then(
        (code) => process.exit(code),
        // The start was cut short, which is no failure.
        () => process.exit(0),
      );
  };
  for (const event of stopEvents) process.on(event, stop);
};

/**
 * Runs an embedded server as this process until SIGTERM, SIGINT or the loss of the parent's channel.
 * Exits 78 if it cannot work as it is configured, 1 if the start fails.
 */
export const runEmbedded = async (
  name: string,
  start: (context: EmbeddedStart) => Promise<EmbeddedServer>,
): Promise<void> => {
  const log = (line: string): void => void process.stderr.write(`${name}: ${line}\n`);
  const asked = new AbortController();
  try {
    const started = start({ settings: readSettings(process.env), signal: asked.signal, log });
    exitWhenAsked(started, asked);
    await started;
  } catch (error) {
    if (asked.signal.aborted) return;
    log(error instanceof Error ? error.message : String(error));
    process.exit(error instanceof ConfigError ? configExitCode : 1);
  }
};
