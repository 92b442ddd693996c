import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type AppendResponseObject, ImapFlow, type ImapFlowOptions } from 'imapflow';
import { createTransport } from 'nodemailer';
import { dovecotConfig } from './dovecot-config';
import { freePort } from './ports';

const run = promisify(execFile);

export interface DovecotOptions {
  /** Offer TLS (IMAPS and STARTTLS) with a new certificate for localhost and 127.0.0.1, see {@link Dovecot.ca}. */
  readonly tls?: boolean;
  /** Without IDLE, CONDSTORE, MOVE, UIDPLUS and SPECIAL-USE. */
  readonly weak?: boolean;
}

/** Null when Dovecot 2.3 with LMTP is installed, else why it cannot be used. */
export async function available(): Promise<string | null> {
  const path = binary();
  if (path === undefined) return 'Dovecot is not installed (packages dovecot-imapd and dovecot-lmtpd)';
  const { stdout } = await run(path, ['--version']);
  if (!stdout.startsWith('2.3.')) return `Dovecot 2.3 is needed, ${stdout.trim()} is installed`;
  if (!existsSync('/usr/lib/dovecot/lmtp')) return "Dovecot's LMTP service is not installed (package dovecot-lmtpd)";
  return null;
}

/** A real Dovecot of one's own on free ports, with everything it writes in a temporary folder. */
export class Dovecot {
  readonly host = '127.0.0.1';

  private constructor(
    private readonly base: string,
    readonly imapPort: number,
    /** Implicit TLS; only listening when started with `tls`. */
    readonly imapsPort: number,
    readonly lmtpPort: number,
    /** The certificate to trust, in PEM, when started with `tls`. */
    readonly ca: string | undefined,
    private readonly process: ChildProcess,
  ) {}

  static async start(options: DovecotOptions = {}): Promise<Dovecot> {
    const path = binary();
    if (path === undefined) throw new Error('Dovecot is not installed');
    const base = await mkdtemp(join(tmpdir(), 'gw-dovecot-'));
    const isRoot = process.getuid?.() === 0;
    await chmod(base, 0o755);
    for (const folder of ['run', 'state', 'log', 'mail']) await mkdir(join(base, folder), { mode: 0o755 });
    if (isRoot) await run('chown', ['mail:', join(base, 'mail')]);
    await writeFile(join(base, 'passwd'), '', { mode: 0o644 });
    const tls = options.tls === true ? await selfSigned(base) : undefined;
    const ports = { imap: await freePort(), imaps: await freePort(), lmtp: await freePort() };
    const account = isRoot ? undefined : { user: userInfo().username, group: await groupName() };
    const config = join(base, 'dovecot.conf');
    await writeFile(config, dovecotConfig({ base, account, ports, tls, isWeak: options.weak === true }));
    const child = spawn(path, ['-F', '-c', config], { stdio: 'ignore' });
    const ca = tls === undefined ? undefined : await readFile(tls.certificate, 'utf8');
    const dovecot = new Dovecot(base, ports.imap, ports.imaps, ports.lmtp, ca, child);
    process.once('exit', dovecot.kill);
    try {
      await dovecot.listening(ports.imap);
      await dovecot.listening(ports.lmtp);
    } catch (error) {
      const log = await readFile(join(base, 'log', 'dovecot.log'), 'utf8').catch(() => 'no log');
      await dovecot.stop();
      throw new Error(`Dovecot did not start: ${log}`, { cause: error });
    }
    return dovecot;
  }

  /** Adds a mailbox; it can sign in at once. */
  async addUser(user: string, password: string): Promise<void> {
    await appendFile(join(this.base, 'passwd'), `${user}:{PLAIN}${password}\n`);
    this.passwords.set(user, password);
  }

  /** Hands a message over by LMTP, as a mail server would: adds Return-Path, Delivered-To and Received. */
  async deliver(raw: Buffer | string, to: string, from = 'sender@example.test'): Promise<void> {
    const transport = createTransport({ host: this.host, port: this.lmtpPort, lmtp: true, ignoreTLS: true });
    try {
      await transport.sendMail({ envelope: { from, to: [to] }, raw });
    } finally {
      transport.close();
    }
  }

  /** Puts a message byte for byte into a mailbox of that user. */
  async append(
    user: string,
    raw: Buffer | string,
    mailbox = 'INBOX',
    flags: string[] = [],
  ): Promise<AppendResponseObject> {
    const client = this.client(user);
    await client.connect();
    try {
      const result = await client.append(mailbox, raw, flags);
      if (result === false) throw new Error(`Dovecot refused the APPEND to ${mailbox}`);
      return result;
    } finally {
      await client.logout();
    }
  }

  /** An IMAP client for that user, not yet connected; for looking at what is on the server. */
  client(user: string, options: Partial<ImapFlowOptions> = {}): ImapFlow {
    const auth = { user, pass: this.passwords.get(user) ?? '' };
    const tls = this.ca === undefined ? {} : { ca: this.ca };
    return new ImapFlow({ host: this.host, port: this.imapPort, secure: false, logger: false, auth, tls, ...options });
  }

  /** Cuts all connections of that user. */
  async kick(user: string): Promise<void> {
    await this.doveadm('kick', user);
  }

  /** Gives the mailbox another UIDVALIDITY, as a restored or moved server does. Messages stay. */
  async setUidValidity(user: string, uidValidity: number, mailbox = 'INBOX'): Promise<void> {
    await this.doveadm('mailbox', 'update', '-u', user, '--uid-validity', String(uidValidity), mailbox);
  }

  /** Stops the server and removes its folder. */
  async stop(): Promise<void> {
    process.removeListener('exit', this.kill);
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const gone = new Promise((resolve) => this.process.once('exit', resolve));
      this.process.kill('SIGTERM');
      await gone;
    }
    await rm(this.base, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  private readonly passwords = new Map<string, string>();
  private readonly kill = (): void => {
    this.process.kill('SIGTERM');
  };

  private async doveadm(...args: string[]): Promise<void> {
    await run('doveadm', ['-c', join(this.base, 'dovecot.conf'), ...args]);
  }

  private async listening(port: number): Promise<void> {
    const deadline = Date.now() + 10_000;
    while (!(await answers(this.host, port))) {
      if (this.process.exitCode !== null) throw new Error(`exit code ${this.process.exitCode}`);
      if (Date.now() > deadline) throw new Error(`nobody listens on port ${port}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function binary(): string | undefined {
  return ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot', '/opt/homebrew/sbin/dovecot'].find((path) =>
    existsSync(path),
  );
}

async function groupName(): Promise<string> {
  return (await run('id', ['-gn'])).stdout.trim();
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function selfSigned(folder: string): Promise<{ certificate: string; key: string }> {
  const certificate = join(folder, 'certificate.pem');
  const key = join(folder, 'key.pem');
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-days', '2'];
  await run('openssl', ['req', ...kind, '-keyout', key, '-out', certificate, ...names]);
  return { certificate, key };
}
