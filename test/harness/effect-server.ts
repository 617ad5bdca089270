import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call of a step's effect. */
export interface Effect {
  commandId: string;
  step: number;
  /** New at each call; the step's checkpoint keeps that of the call which counts. */
  receipt: string;
  /** When the step began, in epoch ms. */
  begunAt: number;
  /** When the call came in whole, in epoch ms. */
  arrivedAt: number;
}

const readText = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

/** The world outside: a real HTTP server that writes down every call of a handler. */
export class EffectServer implements AsyncDisposable {
  /** In order of arrival. */
  readonly effects: Effect[] = [];
  /** Calls of `http.request` by what was sent. */
  readonly calls = new Map<string, number>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#take(request).then(
        () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
        // A caller that died while it sent.
        () => response.destroy(),
      );
    });
  }

  static async listen(): Promise<EffectServer> {
    const effects = new EffectServer();
    effects.#server.listen(0, '127.0.0.1');
    await once(effects.#server, 'listening');
    return effects;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`; // A TCP server that listens has one.
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage): Promise<void> {
    const text = await readText(request);
    const arrivedAt = Date.now();
    if (request.url === '/effects') this.effects.push({ ...(JSON.parse(text) as Effect), arrivedAt });
    else this.calls.set(text, (this.calls.get(text) ?? 0) + 1);
  }
}
