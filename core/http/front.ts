import { createServer as createNodeServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, ListenOptions } from 'node:net';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import type { Host } from '../module/host';
import type { Service } from '../module/running-host';
import { delay } from '../ports/timers';
import { Problem } from '../problem';
import { refuseBytes, refuseExpectation } from './refuse';
import { createServer } from './server';

/** Milliseconds that requests in flight get when the program ends, and before a module's tables are dropped. */
const PATIENCE = { ending: 5_000, dropping: 60_000 } as const;
const LOOK_EVERY = 20;

/** The server of one host, and how many requests run on it. */
interface Line {
  readonly server: FastifyInstance;
  inFlight: number;
}

/**
 * The web server: the socket stays open while hosts come and go. A request stays with the host that was there when it
 * arrived; the old host's event streams are ended, so that clients come back to the new one.
 */
export class Front implements Service {
  /** Node's own server, which listens. */
  readonly server: Server;
  private line: Line | undefined;
  private readonly former = new Set<Line>();

  constructor() {
    this.server = createNodeServer(
      // A request without Host is refused by the host, with all our headers.
      { requestTimeout: 300_000, requireHostHeader: false },
      (request, response) => {
        this.handle(request, response);
      },
    );
    this.server.on('clientError', ({ code }: NodeJS.ErrnoException, socket) => {
      refuseBytes(socket, code);
    });
    this.server.on('checkExpectation', (_request, response) => {
      refuseExpectation(response);
    });
  }

  async take(host: Host): Promise<void> {
    const server = await createServer(host);
    await server.ready();
    const before = this.line;
    this.line = { server, inFlight: 0 };
    if (!before) return;
    this.former.add(before);
    await before.server.close();
    this.forget(before);
  }

  async settled(): Promise<void> {
    if (!(await this.isEmpty(PATIENCE.dropping)))
      throw new Problem('Requests from before the change are still running; try again later', 409);
  }

  /** @returns the address, as `http://host:port` */
  async listen(options: ListenOptions): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(options, () => {
        this.server.off('error', reject);
        resolve();
      });
    });
    const { address, port, family } = this.server.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${String(port)}`;
  }

  /** A request without a socket, for tests. */
  async inject(options: InjectOptions): Promise<LightMyRequestResponse> {
    const { line } = this;
    if (!line) throw new Error('No host has been taken yet');
    line.inFlight++;
    try {
      return await line.server.inject(options);
    } finally {
      this.leave(line);
    }
  }

  /** Takes no more requests, lets those in flight end, and hangs up. */
  async close(): Promise<void> {
    const isClosed = new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
    const { line } = this;
    this.line = undefined;
    if (line) {
      this.former.add(line);
      await line.server.close();
      this.forget(line);
    }
    this.server.closeIdleConnections();
    await this.isEmpty(PATIENCE.ending);
    this.server.closeAllConnections();
    await isClosed;
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    const { line } = this;
    if (!line) {
      response.writeHead(503).end();
      return;
    }
    line.inFlight++;
    response.once('close', () => {
      this.leave(line);
    });
    line.server.routing(request, response);
  }

  private leave(line: Line): void {
    line.inFlight--;
    this.forget(line);
  }

  private forget(line: Line): void {
    if (line !== this.line && line.inFlight === 0) this.former.delete(line);
  }

  private async isEmpty(patience: number): Promise<boolean> {
    for (let looks = patience / LOOK_EVERY; this.former.size > 0; looks--) {
      if (looks === 0) return false;
      await delay(LOOK_EVERY);
    }
    return true;
  }
}
