import { inject, injectable } from 'inversify';
import { Not } from 'typeorm';
import { computed, Database, type Draft, Records, type Row, TypeExtension } from '../../core/api';
import { Attachments, Comment } from '../comments/api';
import { LedgerEntry, OutboxMessage } from '../mail/api';
import { Merges, type Progress } from '../tasks/api';
import { Answers } from './answers.service';
import { TicketNews } from './news/ticket-news.service';
import { publicComment } from './public-comment';
import { ReadMarks } from './reading/read-marks.service';
import { react } from './rules';
import { ThreadFacts } from './thread-facts.service';
import { Tickets } from './tickets.service';

/** What a comment means on a ticket: who speaks, what changes on the ticket, and which mail leaves. */
@injectable()
export class TicketComment extends TypeExtension {
  readonly extends = 'Comment';
  readonly entity = null;

  override readonly properties = {
    arrival: computed((rows) => this.arrivals(rows), { agentsOnly: true }),
    delivery: computed((rows) => this.deliveries(rows), { agentsOnly: true }),
  };

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Tickets) private readonly tickets: Tickets,
    @inject(Attachments) private readonly attachments: Attachments,
    @inject(Answers) private readonly answers: Answers,
    @inject(Merges) private readonly merges: Merges,
    @inject(ThreadFacts) private readonly facts: ThreadFacts,
    @inject(ReadMarks) private readonly marks: ReadMarks,
    @inject(TicketNews) private readonly news: TicketNews,
  ) {
    super();
  }

  override async saving(draft: Draft): Promise<void> {
    if (!draft.isNew || !draft.actor || draft.values['entityType'] !== 'Task') return;
    const ticket = await this.tickets.find(Number(draft.values['entityId']));
    if (!ticket) return;
    const isAgent = await this.tickets.isAgentOn(Number(ticket['taskListId']), draft.actor);
    draft.values['authorRole'] = isAgent ? 'agent' : 'customer';
  }

  override async saved(draft: Draft): Promise<void> {
    if (draft.values['entityType'] !== 'Task') return;
    const comment = draft.values as unknown as Comment;
    if (draft.before) {
      await this.moved(comment, Number(draft.before['entityId']));
      return;
    }
    const ticket = await this.tickets.find(comment.entityId);
    if (!ticket) return;
    const files = await this.attachments.find([comment.id]);
    const mentioned = (draft.extras.get('mentions') ?? []) as readonly number[];
    const isFirst = await this.isFirst(comment);
    await this.news.written(ticket, comment, mentioned, isFirst);
    // What is said in a merged ticket concerns the one that it is a part of as much.
    for (const id of await this.merges.chain(ticket.id))
      await this.mark(id, comment, isFirst && id === ticket.id, files.length > 0);
    if (comment.authorRole !== 'customer' && !comment.isPrivate) {
      await this.answers.send(ticket, publicComment(comment, files));
    }
  }

  /** Has both tickets, and those that they are parts of, say what is so; a mail is known where its entry is. */
  private async moved({ id, entityId }: Comment, from: number): Promise<void> {
    const tickets = [...(await this.merges.chain(from)), ...(await this.merges.chain(entityId))];
    for (const ticket of new Set(tickets)) await this.facts.refresh(ticket);
    const entries = await this.database.rows.with(LedgerEntry, 'commentId', [id]);
    for (const entry of entries) await this.records.update('LedgerEntry', entry.id, { taskId: entityId });
  }

  /** Notes on a ticket what an entry, of its own or of a part of it, means for it. */
  private async mark(taskId: number, comment: Comment, isFirst: boolean, hasFiles: boolean): Promise<void> {
    const ticket = await this.tickets.find(taskId);
    if (!ticket) return;
    const reaction = react({
      isPrivate: comment.isPrivate,
      authorRole: comment.authorRole,
      authorId: comment.authorId,
      isFirst,
      progress: ticket['progress'] as Progress,
      responsibleId: ticket['responsibleId'] as number | null,
    });
    await this.records.update('Task', taskId, {
      ...reaction,
      ...(comment.isPrivate ? { hasPrivateNote: true } : { lastCommentAt: comment.createdAt }),
      ...(hasFiles && !comment.isPrivate ? { hasAttachment: true } : {}),
    });
    await this.marks.said(taskId, comment);
  }

  /** True when the ticket has no other public entry. */
  private async isFirst({ id, entityId }: Comment): Promise<boolean> {
    const others = { entityType: 'Task', entityId, isPrivate: false, id: Not(id) };
    return !(await this.database.manager.existsBy(Comment, others));
  }

  /** Why a mail is in this thread. */
  private async arrivals(rows: readonly Row[]): Promise<Map<number, unknown>> {
    const ids = rows.map((row) => row.id);
    const entries = await this.database.rows.with(LedgerEntry, 'commentId', ids);
    return new Map(entries.map((e) => [e.commentId ?? 0, { ledgerId: String(e.id), reason: e.reason ?? '' }]));
  }

  /** What became of the mail that an answer caused. */
  private async deliveries(rows: readonly Row[]): Promise<Map<number, unknown>> {
    const ids = rows.map((row) => row.id);
    const messages = await this.database.rows.with(OutboxMessage, 'commentId', ids);
    return new Map(
      messages.map((message) => [
        message.commentId ?? 0,
        {
          state: message.rejected.length > 0 && message.state === 'sent' ? 'failed' : message.state,
          detail:
            message.rejected.map(({ address, detail }) => `${address}: ${detail}`).join('; ') || message.lastError,
          recipients: message.recipients.map(({ address }) => address),
        },
      ]),
    );
  }
}
