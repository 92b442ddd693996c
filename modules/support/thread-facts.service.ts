import { inject, injectable } from 'inversify';
import { In } from 'typeorm';
import { Database, Records } from '../../core/api';
import { Attachments, Comment } from '../comments/api';
import { Merges } from '../tasks/api';
import { ReadMarks } from './reading/read-marks.service';
import { Tickets } from './tickets.service';

/** What a ticket says of its thread, which is that of its parts too: who spoke last and when, whether there are files and notes. */
@injectable()
export class ThreadFacts {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Merges) private readonly merges: Merges,
    @inject(Attachments) private readonly attachments: Attachments,
    @inject(Tickets) private readonly tickets: Tickets,
    @inject(ReadMarks) private readonly marks: ReadMarks,
  ) {}

  /** Has a ticket say what is so, after entries came or went otherwise than by being written. Needs a transaction. */
  async refresh(taskId: number): Promise<void> {
    if (!(await this.tickets.find(taskId))) return;
    const entityId = In([taskId, ...(await this.merges.partsOf(taskId))]);
    const entries = await this.database.manager.find(Comment, {
      where: { entityType: 'Task', entityId },
      select: { id: true, createdAt: true, authorRole: true, isPrivate: true },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
    const heard = entries.filter(({ isPrivate }) => !isPrivate);
    const spoken = heard.filter(({ authorRole }) => authorRole !== 'system');
    const files = await this.attachments.find(heard.map(({ id }) => id));
    await this.records.update('Task', taskId, {
      lastCommentAt: heard.at(-1)?.createdAt ?? null,
      lastCommentBy: spoken.at(-1)?.authorRole ?? null,
      hasAttachment: files.length > 0,
      hasPrivateNote: heard.length < entries.length,
    });
    const newest = (some: readonly { readonly id: number }[]): number | null =>
      some.length > 0 ? Math.max(...some.map(({ id }) => id)) : null;
    await this.marks.note(taskId, {
      lastCommentId: newest(heard),
      lastNoteId: newest(entries.filter(({ isPrivate }) => isPrivate)),
    });
  }
}
