import { inject, injectable } from 'inversify';
import { Database, type Row } from '../../core/api';
import { LedgerEntry, MailAccount, type MailAddress, Outbox, OutboxMessage } from '../mail/api';
import { TaskList } from '../tasks/api';
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
  ) {}

  /**
   * Puts an agent's answer into the outbox for the customer and those in CC, within the transaction at hand.
   * @returns false when nobody has an address or no mailbox belongs to the ticket's list
   */
  async send(ticket: Row & Ticket, comment: PublicComment): Promise<boolean> {
    const recipients = recipientsOf(ticket);
    const account = await this.accountFor(ticket.id, Number(ticket['taskListId']));
    if (recipients.length === 0 || !account) return false;
    const list = await this.database.manager.findOneByOrFail(TaskList, { id: Number(ticket['taskListId']) });
    const references = await this.thread(ticket.id);
    await this.outbox.enqueue({
      accountId: account.id,
      senderName: `${comment.authorName} (${list.name})`,
      kind: 'reply',
      recipients,
      subject: replySubject(String(ticket['title']), ticket.id),
      text: comment.text,
      html: comment.html,
      attachments: comment.attachments.map(({ blobId, name, type, cid }) => ({ blobId, name, type, cid })),
      inReplyTo: references.at(-1) ?? null,
      references,
      replyTo: this.replyAddress.of(ticket.id, account.address),
      commentId: comment.id,
    });
    return true;
  }

  /** Tells a customer that the mail became a ticket; marked as automatic, without a word of the mail itself. */
  async acknowledge(ticket: Row & Ticket, account: MailAccount, trigger: LedgerEntry): Promise<void> {
    if (ticket.customerEmail === null) return;
    const number = String(ticket.id);
    const text =
      `We have received your request and gave it the number ${number}.\n\n` +
      'Please answer to this mail to add something; we will come back to you.\n';
    const id = trigger.messageId;
    await this.outbox.enqueue({
      accountId: account.id,
      senderName: account.name,
      kind: 'automatic',
      recipients: [{ name: ticket.customerName ?? '', address: ticket.customerEmail }],
      subject: `Request received [#${number}]`,
      text,
      html: null,
      inReplyTo: id,
      references: id === null ? [] : [id],
      replyTo: this.replyAddress.of(ticket.id, account.address),
    });
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

  /** Message-IDs of the public mails of a ticket, oldest first: what mail programs thread by. */
  private async thread(taskId: number): Promise<string[]> {
    const { manager } = this.database;
    const received = await manager
      .createQueryBuilder(LedgerEntry, 'entry')
      .innerJoin('comments_comment', 'comment', 'comment.id = entry.commentId AND comment.isPrivate = :no', {
        no: false,
      })
      .where('entry.taskId = :taskId AND entry.messageId IS NOT NULL', { taskId })
      .getMany();
    const sent = await manager
      .createQueryBuilder(OutboxMessage, 'message')
      .innerJoin('comments_comment', 'comment', "comment.id = message.commentId AND comment.entityType = 'Task'")
      .where('comment.entityId = :taskId', { taskId })
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
