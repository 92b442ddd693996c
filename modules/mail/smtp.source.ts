import type { AddressInfo } from 'node:net';
import { PassThrough, type Readable } from 'node:stream';
import { inject, injectable } from 'inversify';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import { Clock, Configuration, Daemon, Log, Problem, textOf } from '../../core/api';
import { MailAccounts } from './accounts.service';
import { smtpArrivalKey } from './arrival-key';
import { type Arrival, Ledger } from './ledger.service';

/** How much larger than what is read as a whole a mail may be and still be taken. */
const HARD_LIMIT_FACTOR = 4;
const MOST_CLIENTS = 100;
const MOST_RECIPIENTS = 100;
const IDLE_MILLISECONDS = 60_000;

/** Built-in SMTP listener: takes mail for our own addresses and nobody else's, and says 250 only after the commit. */
@injectable()
export class SmtpSource extends Daemon {
  private smtp: SMTPServer | null = null;
  private lmtp: SMTPServer | null = null;

  constructor(
    @inject(Configuration) private readonly configuration: Configuration,
    @inject(MailAccounts) private readonly accounts: MailAccounts,
    @inject(Ledger) private readonly ledger: Ledger,
    @inject(Clock) private readonly clock: Clock,
    @inject(Log) private readonly log: Log,
  ) {
    super();
  }

  /** The port for SMTP, also when the configuration leaves the choice to the system; null while it does not listen. */
  get port(): number | null {
    return portOf(this.smtp);
  }

  /** The same for LMTP (RFC 2033), by which a mail server on this machine hands over what it received for us. */
  get lmtpPort(): number | null {
    return portOf(this.lmtp);
  }

  /** @throws Problem naming the port when it cannot be used */
  async start(): Promise<void> {
    const { smtpPort, lmtpPort } = this.configuration;
    if (smtpPort >= 0) this.smtp = await this.listen(this.server({}), smtpPort, 'GROUPWARE_SMTP_PORT');
    if (lmtpPort >= 0) this.lmtp = await this.listen(this.server({ lmtp: true }), lmtpPort, 'GROUPWARE_LMTP_PORT');
  }

  async stop(): Promise<void> {
    const servers = [this.smtp, this.lmtp].filter((server) => server !== null);
    this.smtp = null;
    this.lmtp = null;
    for (const server of servers) {
      await new Promise<void>((resolve) => {
        server.close(resolve);
      });
    }
  }

  private async listen(server: SMTPServer, port: number, variable: string): Promise<SMTPServer> {
    const { smtpHost } = this.configuration;
    await new Promise<void>((resolve, reject) => {
      const refuse = (error: NodeJS.ErrnoException): void => {
        reject(cannotListen(error, `${smtpHost}:${String(port)}`, variable));
      };
      server.once('error', refuse);
      server.listen(port, smtpHost, () => {
        server.off('error', refuse);
        resolve();
      });
    });
    // A client that hangs up in the middle is its own business.
    server.on('error', (error) => {
      this.log.debug({ err: error }, 'A mail client went away');
    });
    return server;
  }

  private server(options: SMTPServerOptions): SMTPServer {
    return new SMTPServer({
      ...options,
      logger: false,
      banner: 'Groupware Support',
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      size: this.hardLimit,
      maxClients: MOST_CLIENTS,
      socketTimeout: IDLE_MILLISECONDS,
      closeTimeout: 1000,
      onRcptTo: ({ address }, session, callback) => {
        this.recipient(address, session).then(() => {
          callback();
        }, callback);
      },
      onData: (stream, session, callback) => {
        this.data(stream, session).then(() => {
          callback(null, 'OK: stored');
        }, callback);
      },
    });
  }

  private get hardLimit(): number {
    return this.configuration.maxMailSize * HARD_LIMIT_FACTOR;
  }

  private async recipient(address: string, { envelope }: SMTPServerSession): Promise<void> {
    if (envelope.rcptTo.length >= MOST_RECIPIENTS) throw new Refusal(452, 'Too many recipients');
    const account = await this.accounts.byAddress(address).catch((error: unknown) => {
      this.log.error({ err: error }, 'A recipient could not be looked up');
      throw new Refusal(451, 'Try again later');
    });
    if (!account?.isEnabled) throw new Refusal(550, `No mailbox here for ${address.replace(/[^\x21-\x7e]/g, '?')}`);
  }

  /** @throws Refusal with the reply code that says whether the client should try again */
  private async data(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    try {
      const blob = await this.ledger.keep(copyOf(stream), this.hardLimit);
      const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
      const arrivals: Arrival[] = [];
      for (const [accountId, to] of await this.byAccount(session.envelope.rcptTo.map(({ address }) => address))) {
        const arrivalKey = smtpArrivalKey(accountId, from, to, blob.blobId);
        const receivedAt = this.clock.now();
        const envelopeFrom = from.slice(0, 320);
        arrivals.push({ ...blob, arrivalKey, source: 'smtp', accountId, receivedAt, envelopeFrom, envelopeTo: to });
      }
      await this.ledger.enter(arrivals);
    } catch (error) {
      // The reply goes out when the client has sent all: nobody else reads the rest.
      stream.resume();
      if (error instanceof Problem && error.status === 413) {
        throw new Refusal(552, `The message is larger than ${String(this.hardLimit)} bytes`);
      }
      this.log.error({ err: error }, 'An incoming mail could not be stored; its sender will try again');
      throw new Refusal(451, 'The message could not be stored, try again later');
    }
  }

  /** Recipients by account: a mail to several of our addresses is entered once for each account. */
  private async byAccount(recipients: readonly string[]): Promise<Map<number, string[]>> {
    const groups = new Map<number, string[]>();
    for (const address of recipients) {
      const account = await this.accounts.byAddress(address);
      // Deleted since RCPT: the client tries again and is told.
      if (!account) throw new Error(`The account of ${address} is gone`);
      groups.set(account.id, [...(groups.get(account.id) ?? []), address]);
    }
    return groups;
  }
}

/**
 * The same bytes in a stream of its own: one that fails in the middle must not take the client's stream along, which
 * has to be read to its end before we may answer. A client that goes away is an error of the copy.
 */
function copyOf(stream: Readable): Readable {
  const copy = new PassThrough();
  stream.once('error', (error) => copy.destroy(error));
  stream.once('close', () => {
    if (!stream.readableEnded) copy.destroy(new Error('The client went away in the middle of the message'));
  });
  return stream.pipe(copy);
}

class Refusal extends Error {
  constructor(
    readonly responseCode: number,
    message: string,
  ) {
    super(message);
  }
}

function portOf(server: SMTPServer | null): number | null {
  const address = server?.server.address() as AddressInfo | null | undefined;
  return address?.port ?? null;
}

function cannotListen(error: NodeJS.ErrnoException, place: string, variable: string): Problem {
  if (error.code === 'EADDRINUSE') {
    return new Problem(`${place} is in use by another program; choose another port for mail with ${variable}`);
  }
  if (error.code === 'EACCES') {
    return new Problem(`${place} may not be used by this account; choose a port above 1023 with ${variable}`);
  }
  if (error.code === 'ENOTFOUND' || error.code === 'EADDRNOTAVAIL') {
    return new Problem(`${place} is no address of this machine (GROUPWARE_SMTP_HOST)`);
  }
  return new Problem(`The mail listener cannot use ${place}: ${textOf(error)}`);
}
