import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const stallCheckMs = 20;

/** A way to a server of the loopback interface on which data may travel late, or not at all for a while. */
export class SlowProxy implements AsyncDisposable {
  /** How long each piece of data travels. */
  delayMs = 0;
  /** While true, nothing gets through; connections stay open. */
  isStalled = false;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(targetPort: number) {
    this.#server = createServer((client) => {
      const upstream = connect(targetPort, '127.0.0.1');
      void this.#carry(client, upstream);
      void this.#carry(upstream, client);
    });
  }

  static async listen(targetPort: number): Promise<SlowProxy> {
    const proxy = new SlowProxy(targetPort);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port; // A TCP server that listens has one.
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #carry(from: Socket, to: Socket): Promise<void> {
    this.#sockets.add(from);
    from.setNoDelay(true);
    // A socket that fails also ends its stream, which is where it is dealt with.
    from.on('error', () => undefined);
    try {
      for await (const chunk of from) {
        await this.#hold();
        if (!to.write(chunk as Buffer)) await once(to, 'drain');
      }
    } catch {
      // One side is gone; the other learns of it below.
    } finally {
      from.destroy();
      to.destroy();
      this.#sockets.delete(from);
    }
  }

  async #hold(): Promise<void> {
    if (this.delayMs > 0) await wait(this.delayMs);
    while (this.isStalled) await wait(stallCheckMs);
  }
}
