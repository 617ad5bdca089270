import { createConnection } from 'node:net';

const inbox = '_INBOX.signalbox.ready';
const question = `CONNECT {"verbose":false,"pedantic":false,"name":"signalbox-embedded"}\r\nSUB ${inbox} 1\r\nPUB $JS.API.INFO ${inbox} 0\r\n\r\n`;

/** Asks once over the client protocol whether JetStream answers. */
const askJetStream = (port: number, timeoutMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    let answer = '';
    const socket = createConnection({ port, host: '127.0.0.1', timeout: timeoutMs });
    const end = (ready: boolean): void => {
      socket.destroy();
      resolve(ready);
    };
    socket.setEncoding('utf8');
    socket.on('connect', () => socket.write(question));
    socket.on('data', (text: string) => {
      answer += text;
      if (answer.includes(`MSG ${inbox}`) && answer.includes('account_info_response'))
        end(!answer.includes('"error"'));
    });
    for (const event of ['timeout', 'error', 'close'] as const) socket.on(event, () => end(false));
  });

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/**
 * Resolves when the server on this port accepts and its JetStream answers; a large store is read first, so this may
 * take a while. Ends early, without an error, when the signal aborts.
 */
export const awaitJetStream = async (port: number, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted && !(await askJetStream(port, 1_000))) await pause(50);
};
