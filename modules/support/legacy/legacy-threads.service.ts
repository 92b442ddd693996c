import { Database, Directory, inject, injectable, isSameSecret, Records } from '../../../core/api';
import { Attachments, Comment } from '../../comments/api';
import type { Progress } from '../../tasks/api';
import { Answers } from '../answers.service';
import { type PublicComment, publicComment } from '../public-comment';
import { Tickets } from '../tickets.service';
import { LegacyTicket } from './legacy.entity';

/** What a stranger who knows its secret is shown of a ticket: no address of anybody, no note, no hours. */
export interface LegacyThread {
  readonly taskId: number;
  readonly title: string;
  readonly progress: Progress;
  /** Of a status of its own. */
  readonly statusName: string | null;
  /** The newest first. */
  readonly entries: readonly { readonly at: Date; readonly comment: PublicComment }[];
  /** The customer can sign in. */
  readonly hasAccount: boolean;
  /** Address of the desk; null when it has no mailbox. */
  readonly desk: string | null;
}

/** Most entries that are shown, the newest. */
const MOST = 500;

/** Tickets that came from an older system, for those who followed them there without signing in. */
@injectable()
export class LegacyThreads {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Directory) private readonly directory: Directory,
    @inject(Tickets) private readonly tickets: Tickets,
    @inject(Attachments) private readonly attachments: Attachments,
    @inject(Answers) private readonly answers: Answers,
  ) {}

  /** The ticket that had this number and this verifier; null for any other. */
  async find(number: string, verifier: string): Promise<LegacyThread | null> {
    const known = await this.database.manager.find(LegacyTicket, { where: { number }, order: { taskId: 'ASC' } });
    // Every one of them is compared, so that the time says nothing.
    const [opened] = known.filter(
      ({ verifier: secret }) => isSameSecret(verifier, String(secret ?? '')) && secret !== null,
    );
    const ticket = opened ? await this.tickets.find(opened.taskId) : null;
    if (!ticket) return null;
    const statusId = ticket['statusId'];
    const status = typeof statusId === 'number' ? await this.records.find('TaskStatus', statusId) : null;
    const { customerId } = ticket;
    return {
      taskId: ticket.id,
      title: String(ticket['title']),
      progress: ticket['progress'] as Progress,
      statusName: status ? String(status['name']) : null,
      entries: await this.entries(ticket.id),
      hasAccount: customerId !== null && (await this.directory.contextOf(customerId)) !== null,
      desk: await this.answers.addressFor(ticket),
    };
  }

  private async entries(taskId: number): Promise<LegacyThread['entries']> {
    const comments = await this.database.manager.find(Comment, {
      where: { entityType: 'Task', entityId: taskId, isPrivate: false },
      order: { createdAt: 'DESC', id: 'DESC' },
      take: MOST,
    });
    const files = await this.attachments.find(comments.map(({ id }) => id));
    return comments.map((comment) => ({
      at: comment.createdAt,
      comment: publicComment(
        comment,
        files.filter(({ commentId, isInline }) => commentId === comment.id && !isInline),
      ),
    }));
  }
}
