import { onTestFinished } from 'vitest';
import type { ApiServer } from '../server-types.ts';

export interface ReceivedEvent {
  id: string;
  event: string;
  data: unknown;
}

const parseBlock = (block: string): ReceivedEvent | undefined => {
  const fields = new Map(
    block.split('\n').map((line) => [line.split(': ', 1)[0] ?? '', line.slice(line.indexOf(': ') + 2)]),
  );
  const data = fields.get('data');
  return data === undefined
    ? undefined
    : { id: fields.get('id') ?? '', event: fields.get('event') ?? '', data: JSON.parse(data) };
};

/** Opens an event stream over a real connection. */
export const readStream = async (server: ApiServer, path: string, headers: Record<string, string> = {}) => {
  if (!server.server.listening) await server.listen({ host: '127.0.0.1', port: 0 });
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    headers: { accept: 'text/event-stream', ...headers },
    signal: abort.signal,
  });
  const blocks: string[] = [];
  const received: ReceivedEvent[] = [];
  let rest = '';
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const readMore = async (): Promise<boolean> => {
    const chunk = await reader?.read();
    if (!chunk || chunk.done) return false;
    const parts = `${rest}${chunk.value}`.split('\n\n');
    rest = parts.pop() ?? '';
    blocks.push(...parts);
    received.push(...parts.map(parseBlock).filter((event) => event !== undefined));
    return true;
  };
  return {
    response,
    blocks,
    received,
    /** Reads until so many events are there; the test's own time limit is the deadline. */
    async take(count: number): Promise<ReceivedEvent[]> {
      while (received.length < count && (await readMore()));
      return received.slice(0, count);
    },
    async readToEnd(): Promise<string[]> {
      while (await readMore());
      return blocks;
    },
    leave: () => abort.abort(),
  };
};
