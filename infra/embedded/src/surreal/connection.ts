import type { WebSocket } from 'ws';
import { answerRequest } from './answer-request.ts';
import { callEngine } from './call-engine.ts';
import type { Engine } from './engine.ts';
import { createFlowGate } from './flow-gate.ts';
import { toNotification } from './rpc-response.ts';
import { createSessions } from './sessions.ts';

const maxRequestsUnderWay = 64;
const maxBytesUnderWay = 64 * 1_048_576;

export interface Connection {
  has(session: string): boolean;
  /** Sends what a live query of this connection found. */
  notify(notification: Uint8Array): void;
  /** Takes no more requests and resolves when those under way are answered. */
  drain(): Promise<void>;
  /** Resolves when the connection is closed and its sessions are forgotten. */
  closed: Promise<void>;
}

interface ConnectionOptions {
  socket: WebSocket;
  engine: Engine;
  /** Whether any connection has a session of this name. */
  isTaken: (session: string) => boolean;
}

const detachAll = async (engine: Engine, sessions: string[]): Promise<void> => {
  // A session that the client detached itself is gone already.
  await Promise.allSettled(sessions.map((session) => callEngine(engine, { method: 'detach', session })));
};

/** Serves one WebSocket: every request is answered when the engine is done with it, in whatever order that is. */
export const serveConnection = ({ socket, engine, isTaken }: ConnectionOptions): Connection => {
  const sessions = createSessions();
  const context = { engine, sessions, isTaken };
  const gate = createFlowGate({
    maxCount: maxRequestsUnderWay,
    maxBytes: maxBytesUnderWay,
    pause: () => socket.pause(),
    resume: () => socket.resume(),
  });
  const attached = callEngine(engine, { method: 'attach', session: sessions.own });
  attached.catch(() => socket.close(1011, 'the database has no session left'));

  /** A request counts as under way until its answer is written out, so that a slow reader slows its own requests. */
  const serve = async (frame: Buffer): Promise<void> => {
    await gate.enter(frame.length);
    const answer = await attached.then(() => answerRequest(frame, context)).catch(() => undefined);
    if (answer) socket.send(answer, () => gate.leave(frame.length));
    else gate.leave(frame.length);
  };

  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (isBinary) void serve(data);
    else socket.close(1003, 'this server speaks CBOR, not text');
  });
  // A socket that fails is closed next, which is all there is to do.
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => {
    socket.on(
      'close',
      () =>
        void gate
          .idle()
          .then(() => detachAll(engine, sessions.ids()))
          .then(resolve),
    );
  });
  return {
    has: (session) => sessions.has(session),
    notify: (notification) => {
      // Live queries have no flow control: a client that does not read them is cut off instead of filling the memory.
      if (socket.bufferedAmount > maxBytesUnderWay) socket.terminate();
      else socket.send(toNotification(notification));
    },
    drain: () => {
      socket.pause();
      return gate.idle();
    },
    closed,
  };
};
