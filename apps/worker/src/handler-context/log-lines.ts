import type { LogLine } from '@signalbox/shared/events/command-event';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { HandlerLog } from '../handlers/handler.ts';
import type { AttemptLife } from './attempt-life.ts';
import { Pacer } from './pacer.ts';

const maxLines = 1_000;
const maxBytes = 256 * 1024;
const maxMessageLength = 2_000;
const secretNames = new Set(['password', 'token', 'authorization', 'cookie', 'secret', 'apikey', 'api_key']);

const hideSecret = (name: string, value: unknown): unknown =>
  secretNames.has(name.toLowerCase()) ? '[Redacted]' : value;

/** A copy as it is at the moment of the call, as JSON keeps it; what JSON cannot hold is said, not thrown. */
const toFields = (fields: Record<string, unknown>): Record<string, unknown> => {
  try {
    return JSON.parse(JSON.stringify(fields, hideSecret)) as Record<string, unknown>;
  } catch (error) {
    return { unreadable: String(error) };
  }
};

/** The lines that one attempt logs: kept with the command up to a limit, in at most four events a second. */
export class LogLines {
  readonly #life: AttemptLife;
  readonly #logger: () => Logger;
  readonly #pacer = new Pacer(() => this.#send());
  #gathered: LogLine[] = [];
  #lines = 0;
  #bytes = 0;
  #dropped = 0;
  #n = 0;

  readonly log: HandlerLog = {
    info: (message, fields) => this.#write('info', message, fields),
    warn: (message, fields) => this.#write('warn', message, fields),
    error: (message, fields) => this.#write('error', message, fields),
  };

  /** @param logger of the process, which gets every line */
  constructor(life: AttemptLife, logger: () => Logger) {
    this.#life = life;
    this.#logger = logger;
  }

  /** Sends what still waits, and says how much was dropped. */
  flush(): void {
    this.#pacer.flush();
    if (this.#dropped === 0) return;
    const message = `${this.#dropped} more lines were dropped: ${maxLines} lines or ${maxBytes} bytes are kept of one attempt.`;
    this.#dropped = 0;
    this.#gathered.push({ at: Date.now(), level: 'warn', message });
    this.#send();
  }

  #write(level: LogLine['level'], message: string, fields?: Record<string, unknown>): void {
    this.#logger()[level](fields ?? {}, message);
    if (this.#life.isOver) return;
    const line: LogLine = {
      at: Date.now(),
      level,
      message: message.slice(0, maxMessageLength),
      ...(fields && { fields: toFields(fields) }),
    };
    const bytes = Buffer.byteLength(JSON.stringify(line));
    if (this.#lines >= maxLines || this.#bytes + bytes > maxBytes) {
      this.#dropped += 1;
      return;
    }
    this.#lines += 1;
    this.#bytes += bytes;
    this.#gathered.push(line);
    this.#pacer.request();
  }

  #send(): void {
    const { command, attempt } = this.#life.facts;
    const lines = this.#gathered;
    this.#gathered = [];
    this.#n += 1;
    this.#life.tell({
      type: 'log',
      id: command.id,
      at: Date.now(),
      attempt,
      worker: this.#life.services.worker,
      n: this.#n,
      lines,
    });
  }
}
