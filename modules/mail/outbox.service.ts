import { inject, injectable } from 'inversify';
import { Clock, Database, JobRunner, Problem, Records } from '../../core/api';
import { MailAccount } from './mail-account.entity';
import { MailRelay, RELAY_ID } from './mail-relay.entity';
import { OwnMessageIds } from './message-id';
import { type OutboxAttachment, OutboxMessage, type Rejection } from './outbox-message.entity';
import type { MailAddress } from './parse/parsed-mail';
import { SealedBodies } from './sealed-body';

/** Job that sends what is queued. */
export const OUTBOX_JOB = 'mail.outbox';
/** Longest chain of References (RFC 5322 §3.6.4 sets no limit; lines of 998 characters do). */
const MOST_REFERENCES = 20;

/** A mail to be sent in the name of an account. */
export interface NewMessage {
  /** The sender's address is the account's, whatever the name: anything else fails DMARC. */
  readonly accountId: number;
  readonly senderName: string;
  readonly kind: OutboxMessage['kind'];
  readonly recipients: readonly MailAddress[];
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly attachments?: readonly OutboxAttachment[];
  /** Message-IDs without angle brackets. */
  readonly inReplyTo?: string | null;
  readonly references?: readonly string[];
  /** Address for answers, when it is not the account's. */
  readonly replyTo?: string | null;
  readonly commentId?: number | null;
  /** For a message whose text nobody may read here: until when it is worth sending. */
  readonly confidentialUntil?: Date | null;
}

/** Mail on its way out. Rows are made in the transaction that causes them, and sent after it. */
@injectable()
export class Outbox {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(OwnMessageIds) private readonly messageIds: OwnMessageIds,
    @inject(SealedBodies) private readonly sealedBodies: SealedBodies,
    @inject(JobRunner) private readonly jobs: JobRunner,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Puts a mail into the outbox, within the transaction at hand. Its Message-ID is fixed from here on.
   * @throws Problem when the account does not exist or nobody is to receive it
   */
  async enqueue(message: NewMessage): Promise<OutboxMessage> {
    const { manager } = this.database.unit;
    const account = await manager.findOneBy(MailAccount, { id: message.accountId });
    if (!account) throw new Problem('The mail account to send from does not exist');
    if (message.recipients.length === 0) throw new Problem('The mail has no recipient');
    const isHeld = await this.isHeld();
    if (!isHeld) this.wakeAfterCommit();
    const messageId = this.messageIds.create(account.address);
    return this.records.insert<OutboxMessage>('OutboxMessage', {
      accountId: account.id,
      kind: message.kind,
      sender: { name: message.senderName, address: account.address },
      recipients: [...message.recipients],
      subject: message.subject,
      ...this.bodyOf(message, messageId),
      attachments: [...(message.attachments ?? [])],
      inReplyTo: message.inReplyTo ?? null,
      references: shortened(message.references ?? []),
      replyTo: message.replyTo ?? null,
      messageId,
      state: isHeld ? 'held' : 'queued',
      attempts: 0,
      nextAttemptAt: null,
      claim: null,
      claimedAt: null,
      dataBegun: false,
      lastError: isHeld ? HELD : null,
      delivered: [],
      rejected: [],
      createdAt: this.clock.now(),
      sentAt: null,
      commentId: message.commentId ?? null,
      blobId: null,
    });
  }

  /** True when we made this Message-ID (without angle brackets). */
  isOurs(messageId: string): boolean {
    return this.messageIds.isOurs(messageId);
  }

  /** The message with this Message-ID (without angle brackets), or null. */
  byMessageId(messageId: string): Promise<OutboxMessage | null> {
    return this.database.manager.findOneBy(OutboxMessage, { messageId: messageId.toLowerCase() });
  }

  /**
   * Notes that a message came back, within the transaction at hand. Only who really was a recipient counts: anybody
   * can write a bounce.
   * @returns the message, or null when there is none or it never went to this recipient
   */
  async bounced(
    messageId: string,
    recipient: string,
    kind: Rejection['kind'],
    detail: string,
  ): Promise<OutboxMessage | null> {
    const message = await this.byMessageId(messageId);
    const wanted = recipient.toLowerCase();
    const address = message?.recipients.find((candidate) => candidate.address.toLowerCase() === wanted)?.address;
    if (!message || address === undefined) return null;
    const rejected = [...message.rejected.filter((one) => one.address !== address), { address, kind, detail }];
    await this.records.update('OutboxMessage', message.id, { rejected });
    return Object.assign(message, { rejected });
  }

  /** Queues what waited for a relay, within the transaction at hand. */
  async release(): Promise<void> {
    const held = await this.database.unit.manager.findBy(OutboxMessage, { state: 'held' });
    for (const { id } of held) await this.records.update('OutboxMessage', id, { state: 'queued', lastError: null });
    this.wakeAfterCommit();
  }

  /** Ends a pause of the relay, within the transaction at hand, and has the outbox looked at after it. */
  async resume(): Promise<void> {
    const relay = await this.database.unit.manager.findOneBy(MailRelay, { id: RELAY_ID });
    if (relay?.isPaused) {
      await this.records.update('MailRelay', RELAY_ID, { state: 'ok', lastError: null, isPaused: false });
    }
    this.wakeAfterCommit();
  }

  private bodyOf({ text, html, confidentialUntil = null }: NewMessage, messageId: string): Partial<OutboxMessage> {
    if (confidentialUntil === null) return { text, html, isConfidential: false, sealed: null, expiresAt: null };
    const sealed = this.sealedBodies.seal(messageId, { text, html });
    return { text: '', html: null, isConfidential: true, sealed, expiresAt: confidentialUntil };
  }

  /** What becomes of mail that is put here now; `none` when there is no account to send it from. */
  async outlook(): Promise<'sent' | 'held' | 'none'> {
    const { manager } = this.database;
    if (!(await manager.exists(MailAccount))) return 'none';
    return (await this.isHeld()) ? 'held' : 'sent';
  }

  /** True as long as there is no server that takes mail. */
  private async isHeld(): Promise<boolean> {
    const relay = await this.database.manager.findOneBy(MailRelay, { id: RELAY_ID });
    return relay === null || relay.host === '';
  }

  private wakeAfterCommit(): void {
    this.database.afterCommit(() => {
      this.jobs.wake(OUTBOX_JOB);
    });
  }
}

/** Why a message is held. */
const HELD = 'No outgoing mail server is configured yet.';

/** The first and the latest of a long chain: what threading needs. */
function shortened(references: readonly string[]): string[] {
  if (references.length <= MOST_REFERENCES) return [...references];
  return [...references.slice(0, 1), ...references.slice(1 - MOST_REFERENCES)];
}
