import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface HttpAnswer {
  /** `silent`: connected and heard nothing; `unreachable`: no connection in time. */
  outcome: 'answered' | 'silent' | 'refused' | 'unreachable';
  statusCode?: number;
  /** At most 4 kB. */
  body?: string;
  tookMs: number;
}

const maxBodyLength = 4_096;

const readBody = async (response: IncomingMessage): Promise<string> => {
  let body = '';
  response.setEncoding('utf8');
  for await (const chunk of response) {
    body += String(chunk);
    if (body.length > maxBodyLength) break;
  }
  return body.slice(0, maxBodyLength);
};

/** Sends one GET on a connection of its own; never throws and never takes longer than `limitMs`. */
export const askHttp = (url: string, limitMs: number): Promise<HttpAnswer> => {
  const startedMs = performance.now();
  const { promise, resolve } = Promise.withResolvers<HttpAnswer>();
  let isConnected = false;
  const finish = (answer: Omit<HttpAnswer, 'tookMs'>): void => {
    clearTimeout(timer);
    request.destroy();
    resolve({ ...answer, tookMs: Math.round(performance.now() - startedMs) });
  };
  const send = url.startsWith('https:') ? requestHttps : requestHttp;
  const request = send(url, { agent: false, headers: { connection: 'close' } }, (response) => {
    const { statusCode = 0 } = response;
    readBody(response).then(
      (body) => finish({ outcome: 'answered', statusCode, body }),
      () => finish({ outcome: 'silent' }),
    );
  });
  request.on('socket', (socket) => {
    socket.once('connect', () => {
      isConnected = true;
    });
  });
  request.on('error', () => finish({ outcome: 'refused' }));
  const timer = setTimeout(() => finish({ outcome: isConnected ? 'silent' : 'unreachable' }), limitMs);
  request.end();
  return promise;
};
