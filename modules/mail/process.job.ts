import { inject, injectable } from 'inversify';
import {
  BlobStore,
  Clock,
  Configuration,
  Contributions,
  Database,
  fault,
  Job,
  Log,
  Problem,
  Records,
  textOf,
} from '../../core/api';
import { digestOf } from './digest';
import { LedgerEntry } from './ledger-entry.entity';
import { MailAccount } from './mail-account.entity';
import { type Handled, type IncomingMail, MailHandler } from './mail-handler';
import { indexedMessageId } from './message-id';
import { ParseFailed, ParseOutOfMemory, ParseTimeout } from './parse/worker';
import { readHeader, readMail } from './read-mail';

export const PROCESS_JOB = 'mail.process';

/** Seconds from a failed attempt to the next. After the last one the mail is set aside. */
const PAUSES = [60, 600];
const BATCH = 50;

/**
 * The second stage of intake: reads stored mails, oldest first, and hands them to whoever makes something of them.
 * What becomes of a mail and the note of it are one transaction. A mail that fails waits for its next attempt while
 * the others go on; after the last attempt it is set aside, and handed over as header-only so that nobody misses it.
 */
@injectable()
export class ProcessJob extends Job {
  readonly id = PROCESS_JOB;
  override readonly title = 'Make something of mail that arrived';
  override readonly every = 30;

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(BlobStore) private readonly store: BlobStore,
    @inject(Contributions) private readonly contributions: Contributions,
    @inject(Configuration) private readonly configuration: Configuration,
    @inject(Clock) private readonly clock: Clock,
    @inject(Log) private readonly log: Log,
  ) {
    super();
  }

  async run(signal: AbortSignal): Promise<void> {
    const handlers = await this.handlers();
    const [ofAll] = handlers.general;
    // Without one for all, what nobody claims waits.
    const among = ofAll ? null : [...handlers.claiming.keys()];
    for (let entries = await this.due(among); entries.length > 0; entries = await this.due(among)) {
      for (const entry of entries) {
        if (signal.aborted) return;
        const handler = handlers.claiming.get(entry.accountId) ?? ofAll;
        if (handler) await this.process(entry, handler);
      }
    }
  }

  /** Who makes something of which mail, by accounts that are claimed; of two that claim one the first has it. */
  private async handlers(): Promise<{ claiming: Map<number, MailHandler>; general: MailHandler[] }> {
    const claiming = new Map<number, MailHandler>();
    const general: MailHandler[] = [];
    for (const handler of this.contributions.all(MailHandler)) {
      const claimed = await handler.claimed();
      if (claimed === null) general.push(handler);
      for (const accountId of claimed ?? []) if (!claiming.has(accountId)) claiming.set(accountId, handler);
    }
    return { claiming, general };
  }

  /** @param among accounts of which; null for all */
  private async due(among: readonly number[] | null): Promise<LedgerEntry[]> {
    if (among?.length === 0) return [];
    const query = this.database.manager
      .createQueryBuilder(LedgerEntry, 'e')
      .where("e.state = 'stored' AND (e.nextAttemptAt IS NULL OR e.nextAttemptAt <= :now)", { now: this.clock.now() });
    if (among) query.andWhere('e.accountId IN (:...among)', { among });
    return query.orderBy('e.id').limit(BATCH).getMany();
  }

  private async process(entry: LedgerEntry, handler: MailHandler): Promise<void> {
    try {
      const mail = await readMail(this.store, entry.blobId, entry.size, this.configuration.maxMailSize);
      fault('mail.process.read');
      await this.apply(entry.id, mail, handler, 'processed', null);
    } catch (error) {
      this.log.warn({ err: error, ledgerEntry: entry.id }, 'A mail could not be processed');
      await this.failed(entry, handler, sentenceOf(error));
    }
    fault('mail.process.done');
  }

  /** One transaction: what becomes of the mail, and the note of it. Whoever comes second finds it done. */
  private async apply(
    id: number,
    mail: IncomingMail,
    handler: MailHandler | null,
    state: LedgerEntry['state'],
    error: string | null,
  ): Promise<void> {
    await this.database.transaction(async () => {
      const { manager } = this.database;
      const entry = await manager.findOneBy(LedgerEntry, { id });
      if (entry?.state !== 'stored') return;
      const facts = factsOf(mail, state === 'processed' ? digestOf(mail, entry.blobId) : null);
      const account = await manager.findOneBy(MailAccount, { id: entry.accountId });
      const handled = handler && (await this.outcome(Object.assign(entry, facts), mail, handler, account));
      fault('mail.process.handled');
      await this.records.update('LedgerEntry', id, {
        ...facts,
        ...(handled ?? {}),
        state,
        error,
        attempts: entry.attempts + 1,
        nextAttemptAt: null,
      });
      fault('mail.process.before-commit');
    });
  }

  private async outcome(
    entry: LedgerEntry,
    mail: IncomingMail,
    handler: MailHandler,
    account: MailAccount | null,
  ): Promise<Partial<Omit<Handled, 'outcome'>> & Pick<LedgerEntry, 'outcome'>> {
    if (!account) return { outcome: 'ignored', reason: 'The mail account it came to was deleted.' };
    const twins = entry.messageId === null && entry.digest === null ? [] : await this.twins(entry);
    const copy = twins.find(({ digest }) => digest === entry.digest);
    if (copy && entry.digest !== null) {
      const { taskId, commentId } = copy;
      const reason = `The same mail arrived before (entry ${String(copy.id)}).`;
      return { outcome: 'duplicate', reason, ...(taskId ? { taskId } : {}), ...(commentId ? { commentId } : {}) };
    }
    const handled = await handler.handle(mail, entry, account);
    const [namesake] = twins;
    if (!namesake) return handled;
    return {
      ...handled,
      reason: `${handled.reason} Another mail had the same Message-ID (entry ${String(namesake.id)}).`,
    };
  }

  /** Mails dealt with before that have the same Message-ID, or, when it has none, the same content. */
  private twins({ id, messageId, digest }: LedgerEntry): Promise<LedgerEntry[]> {
    const same = messageId === null ? 'e.messageId IS NULL AND e.digest = :digest' : 'e.messageId = :messageId';
    return this.database.manager
      .createQueryBuilder(LedgerEntry, 'e')
      .where('e.id <> :id', { id })
      .andWhere("e.state = 'processed' AND e.outcome <> 'duplicate'")
      .andWhere(same, { messageId, digest })
      .orderBy('e.id')
      .limit(20)
      .getMany();
  }

  private async failed(entry: LedgerEntry, handler: MailHandler, error: string): Promise<void> {
    const pause = PAUSES[entry.attempts];
    if (pause !== undefined) {
      await this.database.transaction(async () => {
        const now = await this.database.manager.findOneBy(LedgerEntry, { id: entry.id });
        if (now?.state !== 'stored') return;
        const nextAttemptAt = new Date(this.clock.now().getTime() + pause * 1000);
        await this.records.update('LedgerEntry', entry.id, { attempts: now.attempts + 1, nextAttemptAt, error });
      });
      return;
    }
    const why = `The mail could not be read; the original is attached. (${error})`;
    const mail = await readHeader(this.store, entry.blobId, why);
    try {
      await this.apply(entry.id, mail, handler, 'quarantined', error);
    } catch (again) {
      this.log.error({ err: again, ledgerEntry: entry.id }, 'A mail was set aside without anything being made of it');
      await this.apply(entry.id, mail, null, 'quarantined', error);
    }
  }
}

/** What may be said of a failure: only words made for people. A driver's message stays in the log. */
function sentenceOf(error: unknown): string {
  const isForPeople =
    error instanceof ParseFailed || error instanceof ParseTimeout || error instanceof ParseOutOfMemory;
  return isForPeople || error instanceof Problem ? textOf(error) : 'Something went wrong while it was processed.';
}

/** What the list of mails shows; the digest only of a mail that was read as a whole. */
function factsOf(mail: IncomingMail, digest: string | null): Partial<LedgerEntry> {
  return {
    sender: mail.fromText,
    recipients: [...mail.to, ...mail.cc].map(({ address }) => address),
    subject: mail.subject,
    messageId: mail.messageId === null ? null : indexedMessageId(mail.messageId),
    digest,
  };
}
