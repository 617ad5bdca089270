/** What the console's process reads from its environment; nothing else in this workspace reads it. */
export interface ConsoleConfig {
  host: string;
  port: number;
  /** Where this process reaches the API. */
  internalApiUrl: URL;
  /** Where a browser reaches the API, if somebody has said so. */
  publicApiUrl: string | undefined;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Holds every problem at once, so that one run is enough to mend them all. */
export class ConsoleConfigError extends Error {
  override readonly name = 'ConsoleConfigError';

  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
    super(`The configuration has ${count}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/** The exit code of a process whose configuration is wrong (EX_CONFIG). */
export const configExitCode = 78;

const maxPort = 65_535;

/** An empty value counts as unset. */
const read = (variables: Variables, name: string): string | undefined => variables[name] || undefined;

const readPort = (value: string | undefined, problems: string[]): number => {
  const port = value === undefined ? 8502 : Number(value);
  if (!/^\d+$/.test(value ?? '8502') || port < 1 || port > maxPort) {
    problems.push(`CONSOLE_PORT: must be a whole number from 1 to ${maxPort}, such as 8502`);
  }
  return port;
};

const isHttpUrl = (value: string): boolean =>
  URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);

/**
 * Reads the environment whole.
 * @throws ConsoleConfigError that names every variable with a problem
 */
export const readConfig = (variables: Variables): ConsoleConfig => {
  const problems: string[] = [];
  const port = readPort(read(variables, 'CONSOLE_PORT'), problems);
  const internalApiUrl = read(variables, 'INTERNAL_API_URL') ?? 'http://127.0.0.1:5055';
  if (!isHttpUrl(internalApiUrl)) {
    problems.push('INTERNAL_API_URL: must be a URL such as http://127.0.0.1:5055');
  }
  const name = read(variables, 'API_URL') === undefined ? 'NEXT_PUBLIC_API_URL' : 'API_URL';
  const publicApiUrl = read(variables, name);
  if (publicApiUrl !== undefined && !isHttpUrl(publicApiUrl)) {
    problems.push(`${name}: must be a URL such as https://signalbox.example.org`);
  }
  if (problems.length > 0) throw new ConsoleConfigError(problems);
  return {
    host: read(variables, 'CONSOLE_HOST') ?? '127.0.0.1',
    port,
    internalApiUrl: new URL(internalApiUrl),
    publicApiUrl,
  };
};
