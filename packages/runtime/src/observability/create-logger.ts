import { pino, type Logger } from 'pino';
import pretty from 'pino-pretty';

export type { Logger };

export interface LoggerOptions {
  service: string;
  instance: string;
  level: string;
  format: 'json' | 'pretty';
  /** Takes each JSON line instead of stdout, where stdout belongs to a person. */
  write?: (line: string) => void;
}

const secrets = [
  'password',
  'token',
  'authorization',
  '*.password',
  '*.token',
  '*.authorization',
  'headers.cookie',
];

/** One JSON line per record on stdout; `pretty` is for a person at a terminal. */
export const createLogger = ({ service, instance, level, format, write }: LoggerOptions): Logger => {
  const options = {
    level,
    base: { service, instance },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: secrets,
  };
  if (write !== undefined) return pino(options, { write });
  return format === 'pretty'
    ? pino(options, pretty({ colorize: true, ignore: 'service,instance' }))
    : pino(options);
};
