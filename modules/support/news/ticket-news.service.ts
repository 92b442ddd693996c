import { inject, injectable } from 'inversify';
import {
  Database,
  Directory,
  type Doer,
  type Draft,
  Level,
  NotificationChoices,
  Notifications,
  Records,
  type Row,
  Subscriptions,
} from '../../../core/api';
import type { Comment } from '../../comments/api';
import { Merges, Task, TaskList } from '../../tasks/api';
import type { Ticket } from '../ticket.entity';
import { Watchers } from '../watchers.service';
import { decide, NEWS, type TicketEvent } from './decide';

/** Tells agents what happens on tickets: gathers the facts, decides, and tells those who may read it. */
@injectable()
export class TicketNews {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Directory) private readonly directory: Directory,
    @inject(Merges) private readonly merges: Merges,
    @inject(Watchers) private readonly watchers: Watchers,
    @inject(Subscriptions) private readonly subscriptions: Subscriptions,
    @inject(NotificationChoices) private readonly choices: NotificationChoices,
    @inject(Notifications) private readonly notifications: Notifications,
  ) {}

  /** A ticket was stored. Needs a transaction. */
  async ticketSaved(draft: Draft): Promise<void> {
    const { values, actor } = draft;
    const responsibleId = values['responsibleId'] as number | null;
    if (draft.isNew) {
      const ticket = values as Row & Ticket;
      const by = doerOf(draft) ?? { id: ticket.customerId, name: ticket.customerName ?? ticket.customerEmail ?? '' };
      const listeners = await this.listeners(Number(values['taskListId']));
      const event = { what: 'opened', by: by.id, responsibleId: actor ? responsibleId : null, listeners } as const;
      await this.tell(event, 'Task', draft.id, by);
      // Whoever answers first becomes responsible by the rules, and knows.
    } else if (actor && draft.changed('responsibleId')) {
      await this.assigned(draft, actor.principalId, responsibleId);
    }
  }

  /** Whoever was responsible until now, and has not heard of it yet, needs not hear that they were. */
  private async assigned(draft: Draft, by: number, responsibleId: number | null): Promise<void> {
    const former = draft.before?.['responsibleId'];
    if (typeof former === 'number') await this.notifications.takeBack(NEWS.assigned, draft.id, former);
    if (responsibleId === null) return;
    await this.tell({ what: 'assigned', by, responsibleId }, 'Task', draft.id, doerOf(draft));
  }

  /**
   * Something was written on a ticket. Needs a transaction.
   * @param ticket as it was before
   * @param isFirst there was no public entry before
   */
  async written(ticket: Row & Ticket, comment: Comment, mentioned: readonly number[], isFirst: boolean): Promise<void> {
    const { authorId, authorName, authorRole, isPrivate, senderIsVerified } = comment;
    const tickets = await this.merges.chain(ticket.id);
    const tasks = await this.database.rows.with<Task>(Task, 'id', tickets);
    const event = {
      what: 'written',
      by: authorId,
      role: authorRole,
      isOpening: isFirst && !isPrivate && authorId === ticket['createdById'],
      // What a program answers is noted for agents; so is what a stranger writes, who is not certain to be the customer.
      isAutomatic: authorRole === 'customer' && isPrivate && senderIsVerified,
      responsible: tasks.map(({ responsibleId }) => responsibleId).filter((id) => id !== null),
      watchers: await this.watchers.of(tickets),
      mentioned,
    } as const;
    await this.tell(event, 'Comment', comment.id, { id: authorId, name: authorName });
  }

  /** The ticket is due. Needs a transaction. */
  async due(taskId: number, responsibleId: number): Promise<void> {
    if (await this.reads(responsibleId, 'Task', taskId))
      await this.notifications.tell(NEWS.due, taskId, [responsibleId], null);
  }

  private async tell(event: TicketEvent, type: 'Task' | 'Comment', id: number, by: Doer | null): Promise<void> {
    for (const [person, news] of decide(event))
      if (await this.reads(person, type, id)) await this.notifications.tell(news, id, [person], by);
  }

  /** Who may read it now, as a colleague. */
  private async reads(principalId: number, type: string, id: number): Promise<boolean> {
    const context = await this.directory.contextOf(principalId);
    return context !== null && (await this.records.visibleIds(type, [id], context, Level.read)).has(id);
  }

  /** Who wants to hear of new tickets, and has not left this list. */
  private async listeners(taskListId: number): Promise<number[]> {
    const wanted = await this.choices.wantedBy(NEWS.opened);
    if (wanted.length === 0) return [];
    const lists = await this.database.rows.with<TaskList>(TaskList, 'id', [taskListId]);
    const listening: number[] = [];
    for (const person of wanted) {
      const isSubscribed = await this.subscriptions.of(lists as unknown as Row[], person);
      if (isSubscribed.get(taskListId) === true) listening.push(person);
    }
    return listening;
  }
}

function doerOf({ actor }: Draft): Doer | null {
  return actor && { id: actor.principalId, name: actor.user.name };
}
