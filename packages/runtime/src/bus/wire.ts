import { headers as createHeaders, type NatsConnection } from '@nats-io/transport-node';

export interface WireMessage {
  subject: string;
  reply?: string | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  payload: string | Uint8Array;
}

/** Sends many small messages as one piece. */
export interface Wire {
  /**
   * Goes out with all else that is handed in during this turn of the event loop.
   * @throws Error if the server would refuse the message, and close the connection over it
   */
  send(message: WireMessage): void;
  /** False if the client has changed so that each message has to go through it on its own. */
  readonly isGathering: boolean;
}

/** The part of the client that takes finished protocol lines; not in its types, so it is looked for before use. */
interface Protocol {
  sendCommand(lines: Uint8Array): void;
}

const findProtocol = (nc: NatsConnection): Protocol | undefined => {
  const protocol: unknown = Reflect.get(nc, 'protocol');
  const hasSendCommand =
    typeof protocol === 'object' &&
    protocol !== null &&
    typeof Reflect.get(protocol, 'sendCommand') === 'function';
  return hasSendCommand ? (protocol as Protocol) : undefined;
};

const lineBreak = /[\r\n]/;

const toHeaderBlock = (headers: Readonly<Record<string, string>>): string => {
  let block = 'NATS/1.0\r\n';
  for (const name in headers) {
    const value = headers[name] ?? '';
    if (lineBreak.test(value)) throw new Error(`the header ${name} holds a line break`);
    block += `${name}: ${value}\r\n`;
  }
  return `${block}\r\n`;
};

/** The protocol line and the headers that go before a payload. */
const toHead = ({ subject, reply, headers, payload }: WireMessage, maxPayloadBytes: number): string => {
  const target = reply === undefined ? subject : `${subject} ${reply}`;
  const block = headers ? toHeaderBlock(headers) : '';
  const blockSize = Buffer.byteLength(block);
  const size = blockSize + Buffer.byteLength(payload);
  if (size > maxPayloadBytes)
    throw new Error(`${size} bytes are more than the ${maxPayloadBytes} the server takes`);
  return block === '' ? `PUB ${target} ${size}\r\n` : `HPUB ${target} ${blockSize} ${size}\r\n${block}`;
};

const sendSingly = (nc: NatsConnection, { subject, payload, ...options }: WireMessage): void => {
  const { reply, headers } = options;
  const encoded = headers && createHeaders();
  for (const [name, value] of Object.entries(headers ?? {})) encoded?.set(name, value);
  nc.publish(subject, payload, {
    ...(reply !== undefined && { reply }),
    ...(encoded && { headers: encoded }),
  });
};

/** More than this is handed over at once rather than held until the turn ends. */
const longestGathered = 1_048_576;

/**
 * The client makes three buffers of each message, which costs more than the message; here the messages of one turn
 * become one text and one buffer.
 */
class GatheringWire implements Wire {
  readonly #nc: NatsConnection;
  readonly #protocol: Protocol | undefined;
  #gathered = '';
  /** What was gathered before and between binary payloads. */
  readonly #pieces: Uint8Array[] = [];

  constructor(nc: NatsConnection) {
    this.#nc = nc;
    this.#protocol = findProtocol(nc);
  }

  get isGathering(): boolean {
    return this.#protocol !== undefined;
  }

  send(message: WireMessage): void {
    if (!this.#protocol) return sendSingly(this.#nc, message);
    const head = toHead(message, this.#nc.info?.max_payload ?? Infinity);
    if (this.#gathered === '') setImmediate(() => this.#flush());
    const { payload } = message;
    if (typeof payload === 'string') this.#gathered += `${head}${payload}\r\n`;
    else {
      this.#pieces.push(Buffer.from(this.#gathered + head), payload);
      this.#gathered = '\r\n';
    }
    if (this.#gathered.length > longestGathered) this.#flush();
  }

  #flush(): void {
    if (this.#gathered === '') return;
    const last = Buffer.from(this.#gathered);
    const pieces = this.#pieces.splice(0);
    this.#gathered = '';
    if (this.#nc.isClosed()) return;
    this.#protocol?.sendCommand(pieces.length === 0 ? last : Buffer.concat([...pieces, last]));
  }
}

const wires = new WeakMap<NatsConnection, Wire>();

/** The wire of a connection: one for all who send over it, so that their messages keep their order. */
export const toWire = (nc: NatsConnection): Wire => {
  const known = wires.get(nc);
  if (known) return known;
  const wire = new GatheringWire(nc);
  wires.set(nc, wire);
  return wire;
};
