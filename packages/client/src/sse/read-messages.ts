import { createSseParser, type SseMessage } from './sse-parser.ts';

const createWatchdog = (silenceMs: number, onSilence: () => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => clearTimeout(timer);
  const start = (): void => {
    stop();
    timer = setTimeout(onSilence, silenceMs);
  };
  return { start, stop };
};

/**
 * The messages of one connection, until it ends, is lost or says nothing for `silenceMs`. Reads on only when the
 * caller asks for more, so that a slow caller slows the server instead of filling memory.
 */
export async function* readMessages(
  body: ReadableStream<Uint8Array>,
  silenceMs: number,
): AsyncGenerator<SseMessage, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const parser = createSseParser();
  const letGo = (): void => void reader.cancel().catch(() => undefined);
  const watchdog = createWatchdog(silenceMs, letGo);
  try {
    for (;;) {
      watchdog.start();
      const chunk = await reader.read();
      watchdog.stop();
      if (chunk.done) return;
      yield* parser.push(decoder.decode(chunk.value, { stream: true }));
    }
  } finally {
    watchdog.stop();
    letGo();
  }
}
