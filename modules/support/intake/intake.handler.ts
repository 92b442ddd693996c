import { inject, injectable } from 'inversify';
import {
  Blobs,
  Clock,
  Database,
  Directory,
  normaliseAddress,
  type Principal,
  Records,
  type Row,
} from '../../../core/api';
import type { Comment, NewAttachment } from '../../comments/api';
import {
  type Handled,
  type IncomingMail,
  type LedgerEntry,
  type MailAccount,
  MailAccounts,
  MailHandler,
  Outbox,
  readBounce,
  recogniseAutomatic,
} from '../../mail/api';
import { Answers } from '../answers.service';
import { titleOf } from '../subject';
import { Acknowledgement } from '../ticket.entity';
import { Tickets } from '../tickets.service';
import { type Decision, decide } from './decide';
import { EvidenceOf } from './evidence.service';
import { bodyOf } from './mail-body';

/** Automatic mails to one address within a day: a person needs one, and two robots must stop. */
const MOST_ACKNOWLEDGEMENTS = 1;
const DAY = 24 * 3600 * 1000;

/** How a mail speaks in a ticket: to whom, and whether its sender could show to have a part in it. */
interface Voice {
  readonly isPrivate: boolean;
  readonly isVerified: boolean;
}
const HEARD: Voice = { isPrivate: false, isVerified: true };
const NOTED: Voice = { isPrivate: true, isVerified: true };

/** What becomes of a mail: gather the facts, decide, apply. */
@injectable()
export class Intake extends MailHandler {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Directory) private readonly directory: Directory,
    @inject(Blobs) private readonly blobs: Blobs,
    @inject(MailAccounts) private readonly accounts: MailAccounts,
    @inject(Outbox) private readonly outbox: Outbox,
    @inject(EvidenceOf) private readonly evidence: EvidenceOf,
    @inject(Tickets) private readonly tickets: Tickets,
    @inject(Answers) private readonly answers: Answers,
    @inject(Clock) private readonly clock: Clock,
  ) {
    super();
  }

  async handle(mail: IncomingMail, entry: LedgerEntry, account: MailAccount): Promise<Handled> {
    if (entry.taskId !== null && (await this.tickets.find(entry.taskId))) {
      return this.append(mail, entry, entry.taskId, 'reply', HEARD, 'It was read at a later try.');
    }
    const automatic = recogniseAutomatic(mail);
    const { acceptUnknownSenders } = await this.tickets.settings.read();
    const from = mail.from === null ? null : normaliseAddress(mail.from.address);
    const decision = decide(
      {
        automatic: automatic.kind,
        automaticReason: automatic.reason,
        from,
        fromIsAmbiguous: mail.fromIsAmbiguous,
        fromIsOurs: from !== null && (await this.accounts.isOurs(from)),
        isOwnMail: mail.messageId !== null && this.outbox.isOurs(mail.messageId),
        answersLetter: await this.evidence.answersLetter(mail),
        receivedCount: mail.receivedCount,
      },
      await this.evidence.mail(mail, entry),
      {
        acceptsUnknownSenders: acceptUnknownSenders,
        senderIsKnown: from !== null && (await this.directory.findByEmail(from)) !== null,
      },
    );
    return this.apply(decision, mail, entry, account, automatic.kind === null);
  }

  private async apply(
    decision: Decision,
    mail: IncomingMail,
    entry: LedgerEntry,
    account: MailAccount,
    isByPerson: boolean,
  ): Promise<Handled> {
    switch (decision.action) {
      case 'ticket':
        return this.open(mail, entry, account, decision.reason, isByPerson);
      case 'append':
        return this.append(
          mail,
          entry,
          decision.taskId,
          'reply',
          { ...HEARD, isVerified: decision.isCertain },
          decision.reason,
        );
      case 'appendUnverified':
        return this.append(
          mail,
          entry,
          decision.taskId,
          'unverified',
          { ...NOTED, isVerified: false },
          decision.reason,
        );
      case 'note':
        return this.append(mail, entry, decision.taskId, 'automatic', NOTED, decision.reason);
      case 'bounce':
        return this.bounce(mail, entry, decision.reason);
      case 'file':
        return { outcome: decision.outcome, reason: decision.reason };
    }
  }

  private async open(
    mail: IncomingMail,
    entry: LedgerEntry,
    account: MailAccount,
    reason: string,
    isByPerson: boolean,
  ): Promise<Handled> {
    const list = await this.tickets.listForMail(account.id);
    if (!list) return { outcome: 'ignored', reason: 'There is no ticket type to file it into.' };
    const customer = await this.senderOf(mail);
    const task = await this.records.insert<Row & { id: number }>('Task', {
      taskListId: list.id,
      title: titleOf(mail.subject),
      createdAt: entry.receivedAt,
      createdById: customer?.id ?? null,
      customerId: customer?.id ?? null,
    });
    const commentId = await this.write(mail, entry, task.id, customer, HEARD);
    if (isByPerson && customer) await this.acknowledge(task.id, account, entry);
    return { outcome: 'ticket', reason, taskId: task.id, commentId };
  }

  private async append(
    mail: IncomingMail,
    entry: LedgerEntry,
    taskId: number,
    outcome: 'reply' | 'unverified' | 'automatic',
    voice: Voice,
    reason: string,
  ): Promise<Handled> {
    const author = voice.isPrivate ? null : await this.senderOf(mail);
    const commentId = await this.write(mail, entry, taskId, author, voice);
    return { outcome, reason, taskId, commentId };
  }

  /** Notes on the message and its ticket that it came back. Only mails we really sent to that address count. */
  private async bounce(mail: IncomingMail, entry: LedgerEntry, reason: string): Promise<Handled> {
    const bounce = readBounce(mail);
    for (const id of bounce?.returnedIds ?? []) {
      const taskId = await this.evidence.sent(id);
      if (taskId === null) continue;
      for (const recipient of bounce?.recipients ?? []) {
        if (recipient.class === 'none') continue;
        await this.outbox.bounced(id, recipient.address, recipient.class, recipient.detail);
      }
      const commentId = await this.write(mail, entry, taskId, null, NOTED);
      return { outcome: 'bounce', reason, taskId, commentId };
    }
    return { outcome: 'bounce', reason: `${reason} It names no mail that we sent.` };
  }

  /** The principal who wrote the mail; made when unknown. Null when no address is certain. */
  private async senderOf(mail: IncomingMail): Promise<Principal | null> {
    if (mail.from === null || mail.fromIsAmbiguous) return null;
    return this.directory.findOrCreateContact(mail.from.address, mail.from.name);
  }

  private async write(
    mail: IncomingMail,
    entry: LedgerEntry,
    taskId: number,
    author: Principal | null,
    voice: Voice,
  ): Promise<number> {
    const sender = mail.from?.name || mail.from?.address || mail.fromText || 'Unknown sender';
    const comment = await this.records.insert<Comment>(
      'Comment',
      {
        ...bodyOf(mail),
        entityType: 'Task',
        entityId: taskId,
        authorId: author?.id ?? null,
        authorName: [...(author?.name ?? sender)].slice(0, 190).join(''),
        authorRole: 'customer',
        createdAt: entry.receivedAt,
        isPrivate: voice.isPrivate,
        source: 'mail',
        senderIsVerified: voice.isVerified,
      },
      { attachments: await this.files(mail, entry) },
    );
    return comment.id;
  }

  private async files(mail: IncomingMail, entry: LedgerEntry): Promise<NewAttachment[]> {
    const files: NewAttachment[] = [];
    for (const { content, name, type, cid, isReferenced } of mail.attachments) {
      const { blobId } = await this.blobs.keep(content);
      files.push({ blobId, name, type, cid, isInline: isReferenced });
    }
    if (mail.isHeaderOnly) {
      files.push({ blobId: entry.blobId, name: 'original.eml', type: 'message/rfc822', cid: null, isInline: false });
    }
    return files;
  }

  private async acknowledge(taskId: number, account: MailAccount, entry: LedgerEntry): Promise<void> {
    const { autoReply } = await this.tickets.settings.read();
    const ticket = await this.tickets.find(taskId);
    const address = ticket?.customerEmail;
    if (!autoReply || !ticket || !address) return;
    const { manager } = this.database;
    const now = this.clock.now();
    const recent = await manager
      .createQueryBuilder(Acknowledgement, 'a')
      .where('a.address = :address AND a.sentAt > :since', { address, since: new Date(now.getTime() - DAY) })
      .getCount();
    if (recent >= MOST_ACKNOWLEDGEMENTS) return;
    await manager.insert(Acknowledgement, { taskId, address, sentAt: now });
    await this.answers.acknowledge(ticket, account, entry);
  }
}
