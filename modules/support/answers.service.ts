import { inject, injectable } from 'inversify';
import { Database, type Row } from '../../core/api';
import { LedgerEntry, MailAccount, type MailAddress, Outbox, OutboxMessage } from '../mail/api';
import { Merges, TaskList } from '../tasks/api';
import { CustomerLetters } from './letters/customer-letters.service';
import type { PublicComment } from './public-comment';
import { ReplyAddress } from './reply-address';
import { replySubject } from './subject';
import { SupportMailbox, type Ticket } from './ticket.entity';

/** Mail from the desk to the people of a ticket. */
@injectable()
export class Answers {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Outbox) private readonly outbox: Outbox,
    @inject(ReplyAddress) private readonly replyAddress: ReplyAddress,
    @inject(Merges) private readonly merges: Merges,
    @inject(CustomerLetters) private readonly letters: CustomerLetters,
  ) {}

  /**
   * Puts an answer of an agent, or of the desk itself, into the outbox for the customer and those in CC, within the
   * transaction at hand.
   * @returns false when nobody has an address or no mailbox belongs to the ticket's list
   */
  async send(ticket: Row & Ticket, comment: PublicComment): Promise<boolean> {
    const recipients = recipientsOf(ticket);
    const account = await this.accountFor(ticket.id, Number(ticket['taskListId']));
    if (recipients.length === 0 || !account) return false;
    const list = await this.listOf(ticket);
    const sender = await this.letters.senderOf(list);
    const references = await this.thread(ticket.id);
    const isByDesk = comment.authorRole === 'system';
    await this.outbox.enqueue({
      accountId: account.id,
      senderName: isByDesk ? sender : `${comment.authorName} (${sender})`,
      // Marked, so that no program of the customer's answers it and opens the ticket again.
      kind: isByDesk ? 'system' : 'reply',
      recipients,
      subject: replySubject(String(ticket['title']), ticket.id),
      ...(await this.letters.answer(ticket, list, comment)),
      attachments: comment.attachments.map(({ blobId, name, type, cid }) => ({ blobId, name, type, cid })),
      inReplyTo: references.at(-1) ?? null,
      references,
      replyTo: this.replyAddress.of(ticket.id, account.address),
      commentId: comment.id,
    });
    return true;
  }

  /** Tells a customer that the mail became a ticket; marked as automatic. */
  async acknowledge(ticket: Row & Ticket, account: MailAccount, trigger: LedgerEntry): Promise<void> {
    if (ticket.customerEmail === null) return;
    const id = trigger.messageId;
    await this.outbox.enqueue({
      accountId: account.id,
      senderName: account.name,
      kind: 'automatic',
      recipients: [{ name: ticket.customerName ?? '', address: ticket.customerEmail }],
      ...(await this.letters.confirmation(ticket, await this.listOf(ticket))),
      html: null,
      inReplyTo: id,
      references: id === null ? [] : [id],
      replyTo: this.replyAddress.of(ticket.id, account.address),
    });
  }

  /** Address to which mail for a ticket goes; null when there is no mailbox. */
  async addressFor(ticket: Row & Ticket): Promise<string | null> {
    return (await this.accountFor(ticket.id, Number(ticket['taskListId'])))?.address ?? null;
  }

  private listOf(ticket: Row & Ticket): Promise<TaskList> {
    return this.database.manager.findOneByOrFail(TaskList, { id: Number(ticket['taskListId']) });
  }

  /**
   * The account that answers leave from: the one the people of the ticket last wrote to, else one that files into
   * its list, else any.
   */
  private async accountFor(ticketId: number, taskListId: number): Promise<MailAccount | null> {
    const { manager } = this.database;
    const written = await manager
      .createQueryBuilder(MailAccount, 'account')
      .innerJoin(LedgerEntry, 'entry', 'entry.accountId = account.id')
      .where('entry.taskId = :ticketId AND account.isEnabled = :yes', { ticketId, yes: true })
      .orderBy('entry.id', 'DESC')
      .getOne();
    if (written) return written;
    const own = await manager
      .createQueryBuilder(MailAccount, 'account')
      .innerJoin(SupportMailbox, 'mailbox', 'mailbox.accountId = account.id')
      .where('mailbox.taskListId = :taskListId', { taskListId })
      .orderBy('account.isEnabled', 'DESC')
      .addOrderBy('account.id', 'ASC')
      .getOne();
    return own ?? manager.findOne(MailAccount, { where: {}, order: { isEnabled: 'DESC', id: 'ASC' } });
  }

  /** Message-IDs of the public mails of a ticket and its parts, oldest first: what mail programs thread by. */
  private async thread(taskId: number): Promise<string[]> {
    const { manager } = this.database;
    const tasks = [taskId, ...(await this.merges.partsOf(taskId))];
    const received = await manager
      .createQueryBuilder(LedgerEntry, 'entry')
      .innerJoin('comments_comment', 'comment', 'comment.id = entry.commentId AND comment.isPrivate = :no', {
        no: false,
      })
      .where('entry.taskId IN (:...tasks) AND entry.messageId IS NOT NULL', { tasks })
      .getMany();
    const sent = await manager
      .createQueryBuilder(OutboxMessage, 'message')
      .innerJoin('comments_comment', 'comment', "comment.id = message.commentId AND comment.entityType = 'Task'")
      .where('comment.entityId IN (:...tasks)', { tasks })
      .getMany();
    return [
      ...received.map((entry) => ({ at: entry.receivedAt, order: entry.id, id: entry.messageId ?? '' })),
      ...sent.map((message) => ({ at: message.createdAt, order: message.id, id: message.messageId })),
    ]
      .filter(({ id }) => id.includes('@'))
      .sort((a, b) => a.at.getTime() - b.at.getTime() || a.order - b.order)
      .map(({ id }) => id);
  }
}

/** Who gets a public answer: the customer, then those in CC, each once. */
function recipientsOf(ticket: Ticket): MailAddress[] {
  const recipients = new Map<string, MailAddress>();
  if (ticket.customerEmail !== null) {
    recipients.set(ticket.customerEmail, { name: ticket.customerName ?? '', address: ticket.customerEmail });
  }
  for (const address of ticket.cc) if (!recipients.has(address)) recipients.set(address, { name: '', address });
  return [...recipients.values()];
}
