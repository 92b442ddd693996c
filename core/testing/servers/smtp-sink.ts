import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** One message as it came over the wire. */
export interface SinkMessage {
  readonly raw: Buffer;
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /** The name the client signed in with, if it did. */
  readonly user: string | undefined;
}

/** How the sink behaves; may be changed while it runs. */
export interface SinkBehaviour {
  /** Reply code for a recipient (550 for ever, 451 for now), or undefined to accept it. */
  recipient: (address: string) => number | undefined;
  /** Reply code after DATA, or undefined to accept the message. */
  message: (message: SinkMessage) => number | undefined;
  /** Cuts the line after the whole message arrived and before any reply: the sender cannot know the outcome. */
  dropAfterData: boolean;
}

export interface SinkOptions extends Partial<SinkBehaviour> {
  /** Ask for this login (PLAIN or LOGIN, without TLS). */
  readonly auth?: { readonly user: string; readonly pass: string };
  /** Listen on this port, so that a stopped sink can come back; default any free one. */
  readonly port?: number;
}

/** An SMTP server that keeps every message it was given, for tests of sending. */
export class SmtpSink {
  readonly host = '127.0.0.1';
  /** Messages in the order of their arrival; also those that were refused or cut off after DATA. */
  readonly messages: SinkMessage[] = [];
  readonly behaviour: SinkBehaviour;
  private readonly waiting = new Set<() => void>();

  private constructor(
    private readonly server: SMTPServer,
    options: SinkOptions,
  ) {
    this.behaviour = {
      recipient: options.recipient ?? (() => undefined),
      message: options.message ?? (() => undefined),
      dropAfterData: options.dropAfterData ?? false,
    };
  }

  static async start(options: SinkOptions = {}): Promise<SmtpSink> {
    const { auth } = options;
    const server = new SMTPServer({
      logger: false,
      disableReverseLookup: true,
      disabledCommands: ['STARTTLS'],
      authOptional: auth === undefined,
      allowInsecureAuth: true,
      closeTimeout: 200,
      onAuth(login, _session, callback) {
        const isRight = auth === undefined || (login.username === auth.user && login.password === auth.pass);
        if (isRight) callback(null, { user: login.username ?? '' });
        else callback(refusal(535));
      },
      onRcptTo(address, _session, callback) {
        const code = sink.behaviour.recipient(address.address);
        callback(code === undefined ? null : refusal(code));
      },
      onData(stream, session, callback) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const message = arrived(Buffer.concat(chunks), session);
          sink.keep(message);
          const code = sink.behaviour.message(message);
          if (sink.behaviour.dropAfterData) sink.cut(session);
          else callback(code === undefined ? null : refusal(code));
        });
      },
    });
    // A client that hangs up in the middle is what some tests are about, not a fault of the sink.
    server.on('error', () => undefined);
    const sink = new SmtpSink(server, options);
    await new Promise<void>((resolve) => server.listen(options.port ?? 0, sink.host, resolve));
    return sink;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  /** The first `count` messages, as soon as they are here. Rejects after `milliseconds`, saying how many came. */
  async received(count: number, milliseconds = 10_000): Promise<SinkMessage[]> {
    const deadline = Date.now() + milliseconds;
    while (this.messages.length < count) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`${this.messages.length} of ${count} messages arrived in ${milliseconds} ms`);
      await this.next(left);
    }
    return this.messages.slice(0, count);
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }

  private keep(message: SinkMessage): void {
    this.messages.push(message);
    for (const wake of this.waiting) wake();
  }

  private next(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.waiting.add(wake);
    });
  }

  private cut(session: SMTPServerSession): void {
    for (const connection of this.server.connections) {
      if (connection.session.id === session.id) connection._socket.destroy();
    }
  }
}

function arrived(raw: Buffer, session: SMTPServerSession): SinkMessage {
  const { mailFrom, rcptTo } = session.envelope;
  return {
    raw,
    envelope: { from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address) },
    user: session.user,
  };
}

function refusal(responseCode: number): Error {
  return Object.assign(new Error('refused by the test'), { responseCode });
}
