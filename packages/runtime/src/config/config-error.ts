export interface ConfigProblem {
  variable: string;
  /** The rule that is broken and an example that keeps it. */
  detail: string;
}

/** Holds every problem of the environment at once, so that one run is enough to mend them all. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map(({ variable, detail }) => `  ${variable}: ${detail}`);
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${lines.join('\n')}`,
    );
    this.problems = problems;
  }
}

/** The exit code of a process whose configuration is wrong (EX_CONFIG); a supervisor does not retry it. */
export const configExitCode = 78;
