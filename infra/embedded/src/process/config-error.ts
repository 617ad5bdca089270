/** A start that cannot work however often it is tried: wrong settings, a port or a folder in use. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** EX_CONFIG; a supervisor does not start such a process again by itself. */
export const configExitCode = 78;
