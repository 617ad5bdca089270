import type { ServerResponse } from 'node:http';
import type { ProcessLogLine } from '@signalbox/shared/http/processes';
import type { ProcessLog } from '../logs/process-log.ts';

/** A reader that does not keep up loses lines rather than filling the memory. */
const maxWaitingBytes = 4_000_000;
const keepAliveMs = 15_000;

const toEvent = (line: ProcessLogLine): string => `id: ${line.seq}\ndata: ${JSON.stringify(line)}\n\n`;

/** Answers with the last lines and then with every new one, as server-sent events, until the reader leaves. */
export const streamLogs = (response: ServerResponse, log: ProcessLog, tail: number): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform' });
  for (const line of log.tail(tail)) response.write(toEvent(line));
  response.flushHeaders();
  const end = log.follow((line) => {
    if (response.writableLength < maxWaitingBytes) response.write(toEvent(line));
  });
  const keepAlive = setInterval(() => response.write(': still here\n\n'), keepAliveMs);
  response.on('close', () => {
    clearInterval(keepAlive);
    end();
  });
};
