import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport, type SentMessageInfo } from 'nodemailer';
import { Contributions } from '../../core/module/contributions';
import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import type { TestDatabase } from '../../core/testing/servers/databases';
import { TestHost, type TestHostOptions } from '../../core/testing/test-host';
import {
  type Handled,
  type IncomingMail,
  type LedgerEntry,
  type MailAccount,
  MailHandler,
} from '../../modules/mail/api';
import { ProcessJob } from '../../modules/mail/process.job';
import { SmtpSource } from '../../modules/mail/smtp.source';

/** Stands for the module that makes something of mails. */
class TestHandler extends MailHandler {
  readonly seen: { mail: IncomingMail; entry: LedgerEntry; account: MailAccount }[] = [];
  behave: (mail: IncomingMail) => Promise<void> = () => Promise.resolve();

  async handle(mail: IncomingMail, entry: LedgerEntry, account: MailAccount): Promise<Handled> {
    await this.behave(mail);
    this.seen.push({ mail, entry, account });
    return { outcome: 'ticket', reason: 'It is a new request.', taskId: 1000 + this.seen.length };
  }

  subjects(): string[] {
    return this.seen.map(({ mail }) => mail.subject);
  }
}

/** What clients see of a mail, as far as tests look at it. */
export interface LedgerRow {
  id: string;
  state: string;
  source: string;
  subject: string;
  outcome: string | null;
  reason: string | null;
  error: string | null;
  attempts: number;
  blobId: string;
}

/** A host with the module mail alone, a clock that is set, and somebody who manages mail. */
export class MailHost {
  readonly handler = new TestHandler();

  private constructor(
    readonly host: TestHost,
    readonly clock: FixedClock,
    readonly manager: Client,
  ) {
    this.handleMails(host);
  }

  static async start(database: TestDatabase, configuration: TestHostOptions['configuration'] = {}): Promise<MailHost> {
    const clock = new FixedClock();
    const host = await TestHost.start(database, {
      clock,
      modulesFolder: mailAlone(),
      configuration: { smtpHost: '127.0.0.1', smtpPort: 0, ...configuration },
    });
    const failed = host.host.modules.status().filter(({ error }) => error !== undefined);
    if (failed.length > 0) throw new Error(JSON.stringify(failed));
    return new MailHost(host, clock, await host.person('mara', { isAdmin: true }));
  }

  /** Lets our handler answer for all mails of this host. */
  handleMails(host: Pick<TestHost, 'get'>): void {
    const contributions = host.get(Contributions);
    const all = contributions.all.bind(contributions);
    jest
      .spyOn(contributions, 'all')
      .mockImplementation((kind: unknown) => (kind === MailHandler ? [this.handler] : all(kind as never)));
  }

  async account(address: string, more: Record<string, unknown> = {}): Promise<string> {
    const { id } = await this.manager.create('MailAccount', { name: address, address, kind: 'smtp', ...more });
    return id;
  }

  /** Hands a mail to our listener, as a mail server would. */
  async deliver(raw: string | Buffer, to: string | string[], from = 'ann@example.com'): Promise<SentMessageInfo> {
    const port = this.host.get(SmtpSource).port ?? 0;
    const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
    try {
      return await transport.sendMail({ envelope: { from, to }, raw });
    } finally {
      transport.close();
    }
  }

  /** Runs the second stage until nothing is due. */
  process(): Promise<void> {
    return this.host.get(ProcessJob).run(new AbortController().signal);
  }

  /** What the list of mails shows of an account, in the order of arrival. */
  async ledger(accountId: string): Promise<LedgerRow[]> {
    const ids = await this.manager.query('LedgerEntry', { accountId });
    const { list } = await this.manager.get<LedgerRow>('LedgerEntry', ids);
    return list.sort((a, b) => Number(a.id) - Number(b.id));
  }

  drop(): Promise<void> {
    return this.host.drop();
  }
}

/** A folder of manifests with that of mail: what other modules make of mails is not the matter here. */
function mailAlone(): string {
  const folder = mkdtempSync(join(tmpdir(), 'groupware-mail-'));
  const manifest = JSON.parse(readFileSync(join(__dirname, '../../modules/mail/module.json'), 'utf8'));
  mkdirSync(join(folder, 'mail'));
  writeFileSync(join(folder, 'mail', 'module.json'), JSON.stringify({ ...manifest, ui: undefined }));
  return folder;
}

let count = 0;

/** A mail with a Message-ID of its own, CRLF line ends. */
export function aMail(
  subject: string,
  body = 'Hello,\nit does not print.',
  headers: Record<string, string> = {},
): string {
  count += 1;
  const all: Record<string, string> = {
    From: 'Ann <ann@example.com>',
    To: 'desk@example.org',
    Subject: subject,
    Date: 'Mon, 23 Nov 2026 08:00:00 +0000',
    'Message-ID': `<m${count}@example.com>`,
    ...headers,
  };
  const lines = Object.entries(all)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}`);
  return `${lines.join('\n')}\n\n${body}\n`.replaceAll('\n', '\r\n');
}

/** Waits until the check gives something. */
export async function eventually<T>(
  check: () => Promise<T | null | undefined | false>,
  milliseconds = 60_000,
): Promise<T> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const found = await check();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`Not within ${milliseconds} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
