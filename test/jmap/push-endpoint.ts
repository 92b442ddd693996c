import { createDecipheriv, createECDH, createHmac, type ECDH, hkdfSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Post {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly at: number;
}

/** A push service as a client would use it: takes what is posted, and answers what the test wants. */
export class PushEndpoint {
  readonly posts: Post[] = [];
  /** Status and headers of the next answers, by path; else 201. */
  readonly answers = new Map<string, { status: number; headers?: Record<string, string> }>();

  connections = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<PushEndpoint> {
    const server = createServer();
    const endpoint = new PushEndpoint(server);
    server.on('connection', () => {
      endpoint.connections += 1;
    });
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const path = request.url ?? '';
        endpoint.posts.push({ path, headers: request.headers, body: Buffer.concat(chunks), at: performance.now() });
        const { status, headers } = endpoint.answers.get(path) ?? { status: 201 };
        response.writeHead(status, headers).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return endpoint;
  }

  get origin(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  at(path: string): Post[] {
    return this.posts.filter((post) => post.path === path);
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

/** A browser's side of RFC 8291: keys, and reading what was encrypted for them. */
export class PushReader {
  private readonly own: ECDH = createECDH('prime256v1');
  private readonly auth = randomBytes(16);

  constructor() {
    this.own.generateKeys();
  }

  get keys(): { p256dh: string; auth: string } {
    return { p256dh: this.own.getPublicKey('base64url'), auth: this.auth.toString('base64url') };
  }

  read(body: Buffer): string {
    const salt = body.subarray(0, 16);
    const theirs = body.subarray(21, 21 + body.readUInt8(20));
    const sealed = body.subarray(21 + theirs.length);
    const hmac = (key: Buffer, ...parts: Buffer[]): Buffer =>
      createHmac('sha256', key).update(Buffer.concat(parts)).digest();
    const input = hmac(
      hmac(this.auth, this.own.computeSecret(theirs)),
      Buffer.from('WebPush: info\0'),
      this.own.getPublicKey(),
      theirs,
      Buffer.of(1),
    );
    const derive = (info: string, length: number): Buffer =>
      Buffer.from(hkdfSync('sha256', input, salt, `Content-Encoding: ${info}\0`, length));
    const decipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
    decipher.setAuthTag(sealed.subarray(-16));
    const text = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    return text.subarray(0, text.lastIndexOf(2)).toString('utf8');
  }
}
