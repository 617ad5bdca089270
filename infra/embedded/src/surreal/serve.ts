import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import { toPortError, loopback } from '../process/claim-port.ts';
import { callEngine } from './call-engine.ts';
import { findEntries } from './cbor.ts';
import { serveConnection, type Connection } from './connection.ts';
import type { Engine } from './engine.ts';
import { readUuid } from './rpc-request.ts';
import { createSessionId } from './sessions.ts';

const maxMessageBytes = 64 * 1_048_576;
const healthLimitMs = 2_000;
const drainLimitMs = 1_000;

export interface SurrealServer {
  port: number;
  version: string;
  /** Answers what is under way, at most for a second, and closes the connections. */
  close(): Promise<void>;
}

/** Why a request may not become a WebSocket, as an HTTP status line. */
const findUpgradeRefusal = ({ url, headers }: IncomingMessage): string | undefined => {
  if (url?.split('?')[0] !== '/rpc') return '404 Not Found';
  // Only browsers send an origin; a page of somebody else's must not reach the database.
  if (headers.origin !== undefined) return '403 Forbidden';
  const protocols = headers['sec-websocket-protocol']?.split(',').map((name) => name.trim()) ?? [];
  return protocols.includes('cbor') ? undefined : '400 Bad Request';
};

const isHealthy = async (engine: Engine): Promise<boolean> => {
  const session = createSessionId();
  const probe = async (): Promise<boolean> => {
    await callEngine(engine, { method: 'attach', session });
    await callEngine(engine, { method: 'query', params: ['RETURN 1'], session });
    await callEngine(engine, { method: 'detach', session });
    return true;
  };
  return Promise.race([probe(), wait(healthLimitMs, false, { ref: false })]).catch(() => false);
};

const answerHttp = async (
  request: IncomingMessage,
  response: ServerResponse,
  { engine, version }: { engine: Engine; version: string },
) => {
  const text = (status: number, body: string): void => {
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(body);
  };
  switch (request.url) {
    case '/health':
    case '/ready':
      return text((await isHealthy(engine)) ? 200 : 503, '');
    case '/status':
      return text(200, '');
    case '/version':
      return text(200, version);
    default:
      return text(
        404,
        'The embedded database answers /rpc (WebSocket, CBOR), /health, /ready, /status and /version.\n',
      );
  }
};

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? toPortError(port, 'EMBEDDED_SURREAL_PORT') : error);
    });
    server.listen(port, loopback, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });

/** Gives a live query's message to the connection whose session asked for it. */
const forwardNotification = (notification: Uint8Array, connections: Iterable<Connection>): void => {
  const { session } = findEntries(notification, ['session']);
  if (!session) return;
  const id = readUuid(notification.subarray(session.start, session.end));
  for (const connection of connections) if (connection.has(id)) connection.notify(notification);
};

const closeAll = async (connections: ReadonlyMap<WebSocket, Connection>): Promise<void> => {
  const drained = Promise.all([...connections.values()].map((connection) => connection.drain()));
  await Promise.race([drained, wait(drainLimitMs, undefined, { ref: false })]);
  for (const socket of connections.keys()) {
    socket.close(1001, 'the database stops');
    socket.terminate();
  }
};

/**
 * Serves the engine on loopback with the protocol of SurrealDB's own server.
 * @throws ConfigError if another program holds the port
 */
export const serveEngine = async (engine: Engine, port: number): Promise<SurrealServer> => {
  const version = String(await callEngine(engine, { method: 'version' }));
  const connections = new Map<WebSocket, Connection>();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    clientTracking: false,
  });
  const isTaken = (session: string): boolean =>
    [...connections.values()].some((connection) => connection.has(session));
  const accept = (socket: WebSocket): void => {
    const connection = serveConnection({ socket, engine, isTaken });
    connections.set(socket, connection);
    void connection.closed.then(() => connections.delete(socket));
  };
  const server = createServer((request, response) => void answerHttp(request, response, { engine, version }));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal = findUpgradeRefusal(request);
    if (refusal) socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\n\r\n`);
    else sockets.handleUpgrade(request, socket, head, accept);
  });
  const listeningPort = await listen(server, port);
  engine.onNotification((notification) => forwardNotification(notification, connections.values()));
  return {
    port: listeningPort,
    version,
    close: async () => {
      server.close();
      await closeAll(connections);
    },
  };
};
