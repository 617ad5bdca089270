import type { ServerResponse } from 'node:http';

type ResponseHeaders = Readonly<Record<string, string | number | string[] | undefined>>;

/** One client that receives server-sent events. */
export interface EventStream {
  /** Does nothing once the client is gone. A client that reads too slowly is dropped: it resumes by `Last-Event-ID`. */
  send(text: string): void;
  /** Resolves when little is left unsent, or the client is gone. */
  drained(): Promise<void>;
  readonly isOpen: boolean;
  onClose(listener: () => void): void;
  end(): void;
}

export interface EventStreams {
  open(response: ServerResponse, headers: ResponseHeaders): EventStream;
  /** Ends all streams with a comment, and lets no new one stay open. */
  closeAll(reason: string): void;
  readonly size: number;
}

export interface EventStreamsOptions {
  /** A client with more unsent bytes than this is dropped. */
  maxUnsentBytes: number;
  /** Proxies and browsers give up a connection on which nothing comes. */
  pingMs: number;
}

const streamHeaders = {
  'content-type': 'text/event-stream',
  // Without no-transform a compressing proxy holds events back until it has a block of them.
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/** How long a client waits before it comes back, in ms. */
const reconnectMs = 1_000;

const createStream = (response: ServerResponse, maxUnsentBytes: number): EventStream => {
  // Travels with the first event, so that a first read always finds an event.
  let prefix = `retry: ${reconnectMs}\n`;
  return {
    send(text) {
      if (response.destroyed || response.writableEnded) return;
      response.write(prefix + text);
      prefix = '';
      if (response.writableLength > maxUnsentBytes) response.destroy();
    },
    async drained() {
      if (!response.writableNeedDrain || response.destroyed) return;
      const { promise, resolve } = Promise.withResolvers<undefined>();
      const done = () => resolve(undefined);
      response.once('drain', done).once('close', done);
      await promise;
      response.off('drain', done).off('close', done);
    },
    get isOpen() {
      return !response.destroyed && !response.writableEnded;
    },
    onClose: (listener) => {
      response.once('close', listener);
    },
    end: () => {
      response.end();
    },
  };
};

/** The open event streams of this process. */
export const createEventStreams = ({ maxUnsentBytes, pingMs }: EventStreamsOptions): EventStreams => {
  const open = new Set<EventStream>();
  let pings: NodeJS.Timeout | undefined;
  let closedFor: string | undefined;

  const pingAll = (): void => {
    for (const stream of open) stream.send(': ping\n\n');
  };
  const forget = (stream: EventStream): void => {
    open.delete(stream);
    if (open.size > 0) return;
    clearInterval(pings);
    pings = undefined;
  };
  const close = (stream: EventStream, reason: string): void => {
    stream.send(`: ${reason}\n\n`);
    stream.end();
  };

  return {
    open(response, headers) {
      for (const [name, value] of Object.entries({ ...headers, ...streamHeaders })) {
        if (value !== undefined) response.setHeader(name, value);
      }
      const stream = createStream(response, maxUnsentBytes);
      response.flushHeaders();
      if (closedFor !== undefined) {
        close(stream, closedFor);
        return stream;
      }
      open.add(stream);
      stream.onClose(() => forget(stream));
      pings ??= setInterval(pingAll, pingMs).unref();
      return stream;
    },
    closeAll(reason) {
      closedFor = reason;
      for (const stream of open) close(stream, reason);
    },
    get size() {
      return open.size;
    },
  };
};
