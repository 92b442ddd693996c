import { inject, injectable } from 'inversify';
import { Not } from 'typeorm';
import { computed, Database, type Draft, Records, type Row, TypeExtension } from '../../core/api';
import { Attachments, Comment } from '../comments/api';
import { LedgerEntry, OutboxMessage } from '../mail/api';
import type { Progress } from '../tasks/api';
import { Answers } from './answers.service';
import { publicComment } from './public-comment';
import { react } from './rules';
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
    if (!draft.isNew || draft.values['entityType'] !== 'Task') return;
    const comment = draft.values as unknown as Comment;
    const ticket = await this.tickets.find(comment.entityId);
    if (!ticket) return;
    const files = await this.attachments.find([comment.id]);
    const reaction = react({
      isPrivate: comment.isPrivate,
      authorRole: comment.authorRole,
      authorId: comment.authorId,
      isFirst: await this.isFirst(comment),
      progress: ticket['progress'] as Progress,
      responsibleId: ticket['responsibleId'] as number | null,
    });
    await this.records.update('Task', ticket.id, {
      ...reaction,
      ...(comment.isPrivate ? { hasPrivateNote: true } : { lastCommentAt: comment.createdAt }),
      ...(files.length > 0 && !comment.isPrivate ? { hasAttachment: true } : {}),
    });
    if (comment.authorRole === 'agent' && !comment.isPrivate) {
      await this.answers.send(ticket, publicComment(comment, files));
    }
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
