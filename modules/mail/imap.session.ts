import { Readable } from 'node:stream';
import { type FetchMessageObject, ImapFlow, type MailboxObject } from 'imapflow';
import { type Clock, type Database, delay, fault, Problem, type StoredBlob, textOf } from '../../core/api';
import { imapArrivalKey } from './arrival-key';
import type { Ledger } from './ledger.service';
import { MailAccount } from './mail-account.entity';

/** Mails above this size are streamed to the disk piece by piece. */
const STREAM_BYTES = 5_000_000;
/** What the database can hold as a size. */
const MOST_BYTES = 2_147_483_647;
/** How many mails are asked for at once. */
const BATCH = 500;

/**
 * One connection to one mailbox. The mailbox is opened read-only: nothing on the server is ever changed, what was
 * fetched is known by UIDVALIDITY and UID (RFC 9051 §2.3.1.1) in our own database.
 */
export class ImapSession {
  private readonly client: ImapFlow;
  private readonly alarm = new AbortController();
  private wake = new AbortController();
  private failure: Error | null = null;

  constructor(
    private account: MailAccount,
    password: string,
    private readonly ledger: Ledger,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    const { host, port, security, username } = account;
    this.client = new ImapFlow({
      host,
      port,
      secure: security === 'tls',
      // Left to itself the client would go on in the clear when somebody on the way takes the offer of TLS out.
      ...(security === 'tls' ? {} : { doSTARTTLS: security === 'starttls' }),
      auth: { user: username, pass: password },
      logger: false,
      connectionTimeout: 30_000,
      greetingTimeout: 30_000,
      socketTimeout: 150_000,
      // Providers drop longer ones silently.
      maxIdleTime: 4 * 60_000,
      autoIdleDelay: 1000,
      maxLiteralSize: 64_000_000,
      maxResponseSize: 128_000_000,
    });
    // Before connect(): an error without a listener would end the process.
    this.client.on('error', (error: Error) => {
      this.failure ??= error;
      this.alarm.abort();
    });
    this.client.on('close', () => {
      this.failure ??= Object.assign(new Error('Connection closed'), { code: 'NoConnection' });
      this.alarm.abort();
    });
    this.client.on('exists', () => {
      this.wake.abort();
    });
  }

  async open(): Promise<void> {
    await this.client.connect();
  }

  close(): void {
    this.client.close();
  }

  /** Waits until the server announces a mail, or until it is time to look anyhow. @throws when the connection is lost */
  async somethingNew(milliseconds: number, signal: AbortSignal): Promise<void> {
    await delay(milliseconds, AbortSignal.any([signal, this.alarm.signal, this.wake.signal]));
    this.wake = new AbortController();
    if (this.failure) throw this.failure;
  }

  /** Stores every mail beyond the cursor, oldest first, and moves the cursor with each. @throws when the connection is lost */
  async fetchNew(signal: AbortSignal): Promise<void> {
    // Anew each time: the answer has the UIDVALIDITY and UIDNEXT of this moment.
    const mailbox = await this.client.mailboxOpen(this.account.mailbox, { readOnly: true });
    const cursor = await this.cursor(mailbox);
    const uids = await this.uidsAfter(cursor.lastUid);
    for (let start = 0; start < uids.length; start += BATCH) {
      // All facts first: another command inside the loop of a fetch never gets an answer.
      const range = uids.slice(start, start + BATCH).join(',');
      const mails = await this.client.fetchAll(range, { uid: true, size: true, internalDate: true }, { uid: true });
      for (const mail of mails.sort((a, b) => a.uid - b.uid)) {
        if (signal.aborted) return;
        await this.store(mail, cursor.uidValidity);
      }
    }
  }

  /** Where to go on: after the first connection, after UIDVALIDITY changed, or where the last mail was stored. */
  private async cursor(mailbox: MailboxObject): Promise<{ uidValidity: string; lastUid: number }> {
    const account = await this.database.manager.findOneByOrFail(MailAccount, { id: this.account.id });
    this.account = account;
    const validity = String(mailbox.uidValidity);
    const lastUid = Number(account.lastUid ?? 0);
    const [known, generation = '0'] = account.uidValidity?.split('+') ?? [];
    if (known === validity && lastUid < mailbox.uidNext) {
      return { uidValidity: account.uidValidity ?? validity, lastUid };
    }
    if (known === undefined && account.importFrom === 'now') {
      const importAfter = await this.newestArrival(mailbox);
      return this.restart(validity, mailbox.uidNext - 1, { importAfter });
    }
    // A mailbox restored from a backup gives out UIDs again without changing UIDVALIDITY.
    return this.restart(known === validity ? `${validity}+${String(Number(generation) + 1)}` : validity, 0, {});
  }

  private async restart(
    uidValidity: string,
    lastUid: number,
    more: Partial<MailAccount>,
  ): Promise<{ uidValidity: string; lastUid: number }> {
    const cursor = { uidValidity, lastUid: String(lastUid), ...more };
    await this.database.transaction(() => this.database.manager.update(MailAccount, this.account.id, cursor));
    Object.assign(this.account, cursor);
    return { uidValidity, lastUid };
  }

  /** By the server's own clock, so that a rescan after a change of UIDVALIDITY can tell what was there before us. */
  private async newestArrival({ exists }: MailboxObject): Promise<Date | null> {
    if (exists === 0) return null;
    const mails = await this.client.fetchAll('1:*', { internalDate: true });
    const times = mails.map(({ internalDate }) => (internalDate ? new Date(internalDate).getTime() : 0));
    return new Date(Math.floor(times.reduce((latest, time) => Math.max(latest, time), 0) / 1000) * 1000);
  }

  private async uidsAfter(lastUid: number): Promise<number[]> {
    const found = await this.client.search({ uid: `${String(lastUid + 1)}:*` }, { uid: true });
    // A lost connection is told by undefined, not by an error.
    if (!Array.isArray(found)) throw this.failure ?? new Error('The mailbox could not be searched');
    // The server answers `n:*` with the last message even when it lies before n (RFC 9051 §9, seq-range).
    return found.filter((uid) => uid > lastUid).sort((a, b) => a - b);
  }

  private async store(mail: FetchMessageObject, uidValidity: string): Promise<void> {
    const receivedAt = arrival(mail) ?? this.clock.now();
    const { id, importAfter } = this.account;
    const forward = async (): Promise<void> => {
      await this.database.manager.update(MailAccount, { id, uidValidity }, { lastUid: String(mail.uid) });
    };
    const raw = importAfter !== null && receivedAt <= importAfter ? null : await this.content(mail);
    // Nothing to keep: it was there before us, or somebody removed it meanwhile.
    if (raw === null) {
      await this.database.transaction(forward);
      return;
    }
    const blob = await this.keep(raw);
    fault('mail.imap.fetched');
    const arrivalKey = imapArrivalKey(this.account, uidValidity, mail.uid);
    const envelope = { envelopeFrom: null, envelopeTo: [this.account.address] };
    await this.ledger.enter([{ ...blob, ...envelope, arrivalKey, source: 'imap', accountId: id, receivedAt }], forward);
  }

  /** A full disk is told as what it is, not as a fault of the mail server. */
  private async keep(raw: Readable): Promise<StoredBlob> {
    try {
      return await this.ledger.keep(raw, MOST_BYTES);
    } catch (error) {
      if (!this.client.usable) throw error;
      throw new Problem(`A mail could not be stored: ${textOf(error)}`);
    }
  }

  private async content({ uid, size }: FetchMessageObject): Promise<Readable | null> {
    if (size !== undefined && size > STREAM_BYTES) {
      const { content } = await this.client.download(String(uid), undefined, { uid: true });
      return content ?? null;
    }
    const mail = await this.client.fetchOne(String(uid), { source: true }, { uid: true });
    return mail && mail.source ? Readable.from([mail.source]) : null;
  }
}

function arrival({ internalDate }: FetchMessageObject): Date | null {
  if (internalDate === undefined) return null;
  const time = Math.floor(new Date(internalDate).getTime() / 1000) * 1000;
  return Number.isNaN(time) ? null : new Date(time);
}
