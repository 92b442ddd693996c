import { inject, injectable } from 'inversify';
import { IsNull, Not } from 'typeorm';
import { Database, Directory, normaliseAddress } from '../../../core/api';
import { Comment } from '../../comments/api';
import { indexedMessageId, LedgerEntry, Outbox, type ParsedMail } from '../../mail/api';
import { LegacyNumbers } from '../legacy/legacy-numbers.service';
import { ReplyAddress } from '../reply-address';
import { taggedIn } from '../subject';
import { Tickets } from '../tickets.service';
import type { Evidence, Pointer, Relation } from './decide';

/** Finds the tickets that a mail points to. */
@injectable()
export class EvidenceOf {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Directory) private readonly directory: Directory,
    @inject(Outbox) private readonly outbox: Outbox,
    @inject(ReplyAddress) private readonly replyAddress: ReplyAddress,
    @inject(Tickets) private readonly tickets: Tickets,
    @inject(LegacyNumbers) private readonly legacy: LegacyNumbers,
  ) {}

  async mail(mail: ParsedMail, entry: LedgerEntry): Promise<Evidence> {
    const sender = mail.from === null ? null : normaliseAddress(mail.from.address);
    const addresses = [
      ...entry.envelopeTo,
      ...mail.deliveredTo,
      ...[...mail.to, ...mail.cc].map(({ address }) => address),
    ];
    const ids = [...mail.inReplyTo, ...[...mail.references].reverse()];
    const named = [...taggedIn(mail.subject), ...(await this.legacy.taggedIn(mail.subject))];
    return {
      token: await this.pointer(this.replyAddress.read(addresses), sender),
      ownId: await this.first(ids, (id) => this.sent(id), sender),
      knownId: await this.first(ids, (id) => this.received(id), sender),
      subject: await this.first(named, (id) => Promise.resolve(id), sender),
    };
  }

  /** True for an answer to a mail that the program wrote by itself and that belongs to no ticket. */
  async answersLetter({ inReplyTo, references }: ParsedMail): Promise<boolean> {
    for (const id of [...inReplyTo, ...references]) {
      const message = this.outbox.isOurs(id) ? await this.outbox.byMessageId(id) : null;
      if (message?.kind === 'system' && message.commentId === null) return true;
    }
    return false;
  }

  /** The ticket of a mail of ours, by a Message-ID that nobody else can make. */
  async sent(messageId: string): Promise<number | null> {
    if (!this.outbox.isOurs(messageId)) return null;
    const message = await this.outbox.byMessageId(messageId);
    if (!message?.commentId) return null;
    const comment = await this.database.manager.findOneBy(Comment, { id: message.commentId, entityType: 'Task' });
    return comment?.entityId ?? null;
  }

  private async received(messageId: string): Promise<number | null> {
    const entry = await this.database.manager.findOne(LedgerEntry, {
      where: { messageId: indexedMessageId(messageId), taskId: Not(IsNull()) },
      order: { id: 'ASC' },
    });
    return entry?.taskId ?? null;
  }

  private async first<T>(
    items: readonly T[],
    find: (item: T) => Promise<number | null>,
    sender: string | null,
  ): Promise<Pointer | null> {
    for (const item of items) {
      const pointer = await this.pointer(await find(item), sender);
      if (pointer) return pointer;
    }
    return null;
  }

  private async pointer(taskId: number | null, sender: string | null): Promise<Pointer | null> {
    const ticket = taskId === null ? null : await this.tickets.find(taskId);
    if (!ticket) return null;
    return { taskId: ticket.id, relation: await this.relation(ticket, sender) };
  }

  private async relation(
    ticket: NonNullable<Awaited<ReturnType<Tickets['find']>>>,
    sender: string | null,
  ): Promise<Relation> {
    if (sender === null) return 'stranger';
    if (sender === ticket.customerEmail) return 'customer';
    if (ticket.cc.includes(sender)) return 'participant';
    const principal = await this.directory.findByEmail(sender);
    if (principal && (await this.tickets.isAgent(principal.id, Number(ticket['taskListId'])))) return 'agent';
    return 'stranger';
  }
}
