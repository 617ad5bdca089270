import { NodeEngine } from '@surrealdb/node';
import type { ConnectionState, DriverContext } from 'surrealdb';

type NotificationListener = (notification: Uint8Array) => void;

/** The database engine, spoken to in the bytes of its own protocol. */
export interface Engine {
  /** Takes a request and returns the bare result, or a map with the one entry `error`. */
  execute(request: Uint8Array): Promise<Uint8Array>;
  /** Hands over what the live queries of all sessions find, in the order in which the engine tells it. */
  onNotification(listener: NotificationListener): void;
  close(): Promise<void>;
}

interface Passed {
  result: Uint8Array;
  id: undefined;
}

/**
 * `NodeEngine` encodes requests and decodes answers with the codec it is given. This one hands the bytes through: a
 * request is the first of its params, and an answer is wrapped as it is. Of what it decodes the engine asks the id of
 * notifications alone, to route them; that is where they are caught, because its own queue for them drops some.
 */
const createPassThrough = (notify: NotificationListener) => ({
  encode: (request: { params: [Uint8Array] }): Uint8Array => request.params[0],
  decode: (bytes: Uint8Array): Passed => ({
    result: bytes,
    get id() {
      notify(bytes);
      return undefined;
    },
  }),
});

const createContext = (notify: NotificationListener): DriverContext => ({
  options: {},
  uniqueId: () => '',
  // The codec's signatures are generic in a value that this one never builds.
  codecs: { cbor: createPassThrough(notify) } as unknown as DriverContext['codecs'],
});

const open = (engine: NodeEngine, url: string): Promise<void> =>
  new Promise((resolve, reject) => {
    engine.subscribe('connected', resolve);
    engine.subscribe('error', (error) => reject(error.cause instanceof Error ? error.cause : error));
    // Of the connection's state the embedded engine reads the URL alone.
    engine.open({ url: new URL(url) } as ConnectionState);
  });

/**
 * Opens a database.
 * @param url `mem://`, or `surrealkv://` and a path
 * @throws Error with the engine's reason, for instance that another process has the folder open
 */
export const openEngine = async (url: string): Promise<Engine> => {
  // What a query may do to the machine around the database is nothing.
  const capabilities = {
    scripting: false,
    network_targets: false,
    live_query_notifications: true,
    functions: true,
  };
  let notify: NotificationListener = () => {};
  const engine = new NodeEngine(
    createContext((notification) => notify(notification)),
    { capabilities },
  );
  await open(engine, url);
  return {
    execute: async (request) => {
      const answer = await engine.send<string, [Uint8Array], Passed>({
        method: '',
        params: [request],
      });
      return answer.result;
    },
    onNotification: (listener) => {
      notify = listener;
    },
    close: () => engine.close(),
  };
};
