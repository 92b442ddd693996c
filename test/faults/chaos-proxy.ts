import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';

type Mode = 'pass' | 'cut' | 'silent';

/** A line to a server that can be cut, or fall silent as when a firewall forgets it. */
export class ChaosProxy {
  private mode: Mode = 'pass';
  private readonly pairs = new Set<readonly [Socket, Socket | null]>();

  private constructor(
    private readonly server: Server,
    private readonly target: { readonly host: string; readonly port: number },
  ) {}

  static async start(target: { host: string; port: number }): Promise<ChaosProxy> {
    const server = createServer();
    const proxy = new ChaosProxy(server, target);
    server.on('connection', (client) => {
      proxy.accept(client);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends every connection, and every new one at once. */
  cut(): void {
    this.mode = 'cut';
    this.dropAll();
  }

  /** Keeps connections and takes new ones, but no byte passes any more. */
  silence(): void {
    this.mode = 'silent';
    for (const [client, server] of this.pairs) {
      client.unpipe();
      server?.unpipe();
      // Read on, so that the sender sees nothing of it.
      client.resume();
      server?.resume();
    }
  }

  /** Lets new connections through; those of the bad time are dropped. */
  heal(): void {
    this.dropAll();
    this.mode = 'pass';
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(client: Socket): void {
    client.on('error', () => undefined);
    if (this.mode === 'cut') {
      client.destroy();
      return;
    }
    const server = this.mode === 'silent' ? null : createConnection(this.target);
    const pair = [client, server] as const;
    this.pairs.add(pair);
    client.once('close', () => {
      server?.destroy();
      this.pairs.delete(pair);
    });
    if (!server) {
      client.resume();
      return;
    }
    server.on('error', () => undefined);
    server.once('close', () => {
      if (this.mode !== 'silent') client.destroy();
    });
    client.pipe(server);
    server.pipe(client);
  }

  private dropAll(): void {
    for (const [client, server] of this.pairs) {
      client.destroy();
      server?.destroy();
    }
    this.pairs.clear();
  }
}
