import http, { type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { problemSchema } from '@signalbox/shared/http/problem';
import { afterEach, expect, test } from 'vitest';
import { createProxy, type Proxy } from './proxy.ts';

const servers: Server[] = [];
const proxies: Proxy[] = [];

const serve = async (listener: RequestListener): Promise<string> => {
  const server = http.createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Of a server that listens on a port this is never a string.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** A console before the given API. */
const serveProxy = (apiUrl: string): Promise<string> => {
  const proxy = createProxy(new URL(apiUrl));
  proxies.push(proxy);
  return serve((request, response) => proxy.forward(request, response));
};

const open = (url: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    http.get(url, resolve).on('error', reject);
  });

const nextChunk = (stream: IncomingMessage): Promise<string> =>
  new Promise((resolve) => stream.once('data', (chunk: Buffer) => resolve(chunk.toString())));

afterEach(() => {
  for (const proxy of proxies.splice(0)) proxy.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

test('Method, path, query, body and status pass through both ways', async () => {
  const api = await serve((request, response) => {
    response.writeHead(418, { 'content-type': 'text/plain', 'x-kept': 'yes' });
    response.write(`${request.method} ${request.url} `);
    request.pipe(response);
  });
  const answer = await fetch(`${await serveProxy(api)}/v1/commands?waitMs=5`, {
    method: 'POST',
    body: 'hello',
  });
  expect([answer.status, answer.headers.get('x-kept'), await answer.text()]).toEqual([
    418,
    'yes',
    'POST /v1/commands?waitMs=5 hello',
  ]);
});

test('The API learns from where and for which address a request came', async () => {
  const api = await serve((request, response) => response.end(JSON.stringify(request.headers)));
  const url = await serveProxy(api);
  const headers: unknown = await (await fetch(`${url}/v1/x`)).json();
  expect(headers).toMatchObject({
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': url.slice(7),
    host: api.slice(7),
  });
});

test('Server-sent events arrive one by one, while the stream is open', async () => {
  let send: ((text: string) => void) | undefined;
  const api = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    send = (text) => response.write(text);
    response.write('data: 1\n\n');
  });
  const stream = await open(`${await serveProxy(api)}/v1/events`);
  expect(await nextChunk(stream)).toBe('data: 1\n\n');
  send?.('data: 2\n\n');
  expect(await nextChunk(stream)).toBe('data: 2\n\n');
  stream.destroy();
});

test('A client that leaves ends the request to the API', async () => {
  const left = Promise.withResolvers<string>();
  const api = await serve((request, response) => {
    request.on('close', () => left.resolve('the API was told'));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': open\n\n');
  });
  const stream = await open(`${await serveProxy(api)}/v1/events`);
  stream.destroy();
  expect(await left.promise).toBe('the API was told');
});

test('An API that is away is a problem document with Retry-After', async () => {
  const answer = await fetch(`${await serveProxy('http://127.0.0.1:1')}/v1/commands`);
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('1');
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(problemSchema.parse(await answer.json()).code).toBe('api.unreachable');
});

test('An API that breaks off in the middle breaks off the answer, so that it is not taken for whole', async () => {
  const api = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half', () => response.destroy());
  });
  const answer = await fetch(`${await serveProxy(api)}/v1/commands`);
  await expect(answer.text()).rejects.toThrow('terminated');
});
