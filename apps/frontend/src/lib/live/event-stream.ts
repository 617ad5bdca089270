/** `lost` holds when the last word from the server came, in epoch ms. */
export type StreamState = { kind: 'connecting' } | { kind: 'live' } | { kind: 'lost'; sinceMs: number };

export interface EventStreamOptions {
  url: string;
  /** The name of the server-sent events to listen to. */
  event: string;
  onData: (data: unknown) => void;
  onState: (state: StreamState) => void;
  /** Called when the stream is open again after a gap, so that what was missed can be read. */
  onReopen: () => void;
  /** The server says something at least this often; longer silence counts as lost. */
  silenceMs?: number;
}

const firstWaitMs = 1_000;
const longestWaitMs = 8_000;
/** Browsers allow few connections to one server, so a tab that nobody sees gives its own back. */
const hiddenGraceMs = 15_000;

type Timer = ReturnType<typeof setTimeout> | undefined;

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A stream of server-sent events that stays open through errors, silence and hidden tabs, until it is ended. */
export class EventStream {
  readonly #options: EventStreamOptions;
  #source: EventSource | undefined;
  #retry: Timer;
  #silence: Timer;
  #hidden: Timer;
  #waitMs = firstWaitMs;
  #lastWordMs = Date.now();
  #hadGap = false;

  constructor(options: EventStreamOptions) {
    this.#options = options;
    document.addEventListener('visibilitychange', this.#followVisibility);
    this.#open();
  }

  end(): void {
    document.removeEventListener('visibilitychange', this.#followVisibility);
    clearTimeout(this.#hidden);
    this.#close();
  }

  #open(): void {
    this.#close();
    const source = new EventSource(this.#options.url);
    this.#source = source;
    source.addEventListener('open', () => this.#welcome());
    source.addEventListener('error', () => {
      // Up to the error the stream was sound, however quiet it was.
      if (!this.#hadGap) this.#lastWordMs = Date.now();
      this.#lose();
    });
    source.addEventListener(this.#options.event, ({ data: text }: MessageEvent<string>) => {
      this.#hear();
      const data = parse(text);
      if (data !== undefined) this.#options.onData(data);
    });
  }

  #welcome(): void {
    this.#waitMs = firstWaitMs;
    this.#hear();
    this.#options.onState({ kind: 'live' });
    if (this.#hadGap) this.#options.onReopen();
    this.#hadGap = false;
  }

  #hear(): void {
    this.#lastWordMs = Date.now();
    const { silenceMs } = this.#options;
    clearTimeout(this.#silence);
    if (silenceMs !== undefined) this.#silence = setTimeout(() => this.#lose(), silenceMs);
  }

  #lose(): void {
    this.#close();
    this.#hadGap = true;
    this.#options.onState({ kind: 'lost', sinceMs: this.#lastWordMs });
    this.#retry = setTimeout(() => this.#open(), this.#waitMs);
    this.#waitMs = Math.min(longestWaitMs, this.#waitMs * 2);
  }

  #close(): void {
    this.#source?.close();
    this.#source = undefined;
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
  }

  readonly #followVisibility = (): void => {
    clearTimeout(this.#hidden);
    if (document.hidden) this.#hidden = setTimeout(() => this.#rest(), hiddenGraceMs);
    else if (this.#source === undefined) {
      this.#options.onState({ kind: 'connecting' });
      this.#open();
    }
  };

  #rest(): void {
    this.#close();
    this.#hadGap = true;
  }
}
