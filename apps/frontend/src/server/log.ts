const levels = { info: 30, warn: 40, error: 50, fatal: 60 } as const;

/** One JSON line to stdout, in the form the other services log. */
export const log = (
  level: keyof typeof levels,
  message: string,
  fields: Record<string, unknown> = {},
): void => {
  const line = {
    level: levels[level],
    time: Date.now(),
    service: 'frontend',
    pid: process.pid,
    ...fields,
    msg: message,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
};
