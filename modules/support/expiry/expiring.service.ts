import { inject, injectable } from 'inversify';
import type { SelectQueryBuilder } from 'typeorm';
import { Clock, type Context, Level, Records, ROW, type Row } from '../../../core/api';
import { ROLE } from '../permissions';
import { Ticket } from '../ticket.entity';
import type { ExpiryPolicy, Verdict } from './policy';

const DAY = 24 * 3600 * 1000;

/**
 * What becomes of a ticket, by the first reason that holds. It is said here alone, so that what a manager is shown
 * beforehand is what happens.
 */
const VERDICT = `CASE
  WHEN ${ROW}.taskListId IN (:...excludedLists) THEN 'excludedTaskList'
  WHEN ${ROW}.id IN (SELECT taskId FROM tasks_task_category WHERE categoryId IN (:...excludedCategories)) THEN 'excludedCategory'
  WHEN COALESCE(ticket.lastCommentBy, 'customer') <> 'agent' THEN 'customerWroteLast'
  ELSE 'closed' END`;

/** A ticket that would be closed. */
export interface Expiring {
  readonly id: number;
  readonly title: string;
  readonly taskListId: number;
  readonly lastCommentAt: Date;
  /** Whole days since then. */
  readonly days: number;
}

/** Which tickets in process have waited for so long that they are closed, and which are spared. */
@injectable()
export class ExpiringTickets {
  constructor(
    @inject(Records) private readonly records: Records,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  /** The next tickets that are closed, by their ids. */
  async due(policy: ExpiryPolicy, after: number, most: number): Promise<number[]> {
    const query = this.closed(this.records.unrestricted('Task'), policy)
      .andWhere(`${ROW}.id > :after`, { after })
      .orderBy(`${ROW}.id`)
      .limit(most);
    return (await query.select(`${ROW}.id`, 'id').getRawMany<{ id: number }>()).map(({ id }) => id);
  }

  /** How many tickets become what. */
  async count(policy: ExpiryPolicy): Promise<ReadonlyMap<Verdict, number>> {
    const rows = await this.waiting(this.records.unrestricted('Task'), policy)
      .select(VERDICT, 'verdict')
      .addSelect('COUNT(*)', 'tickets')
      .groupBy('verdict')
      .getRawMany<{ verdict: Verdict; tickets: number }>();
    return new Map(rows.map(({ verdict, tickets }) => [verdict, Number(tickets)]));
  }

  /** How many tickets are closed of those that somebody reads as a colleague. */
  countRead(policy: ExpiryPolicy, context: Context): Promise<number> {
    return this.closed(this.records.visible('Task', context, Level.read), policy).getCount();
  }

  /** Some of them, those that have waited longest first. */
  async read(policy: ExpiryPolicy, context: Context, position: number, limit: number): Promise<Expiring[]> {
    const rows = await this.closed(this.records.visible('Task', context, Level.read), policy)
      .select(`${ROW}.id`, 'id')
      .orderBy('ticket.lastCommentAt')
      .addOrderBy(`${ROW}.id`)
      .offset(position)
      .limit(limit)
      .getRawMany<{ id: number }>();
    const now = this.clock.now().getTime();
    const tickets = await this.records.load(
      'Task',
      rows.map(({ id }) => id),
    );
    return (tickets as (Row & Omit<Expiring, 'days'>)[]).map(({ id, title, taskListId, lastCommentAt }) => {
      const days = Math.floor((now - lastCommentAt.getTime()) / DAY);
      return { id, title, taskListId, lastCommentAt, days };
    });
  }

  private closed(query: SelectQueryBuilder<Row>, policy: ExpiryPolicy): SelectQueryBuilder<Row> {
    return this.waiting(query, policy).andWhere(`${VERDICT} = 'closed'`);
  }

  /** Tickets in process, no part of another, whose last public word is older than the days, whoever wrote it. */
  private waiting(query: SelectQueryBuilder<Row>, policy: ExpiryPolicy): SelectQueryBuilder<Row> {
    const { days, excludedTaskListIds, excludedCategoryIds } = policy;
    return query
      .innerJoin(Ticket, 'ticket', `ticket.taskId = ${ROW}.id`)
      .andWhere(`${ROW}.progress = 'in-process' AND ticket.lastCommentAt < :limit AND ${ROW}.mergedIntoId IS NULL`)
      .andWhere(`${ROW}.taskListId IN (SELECT id FROM tasks_list WHERE role = '${ROLE}')`)
      .andWhere(days === 0 ? '1 = 0' : '1 = 1')
      .setParameters({
        limit: new Date(this.clock.now().getTime() - days * DAY),
        excludedLists: orNone(excludedTaskListIds),
        excludedCategories: orNone(excludedCategoryIds),
      });
  }
}

/** `IN ()` is no SQL. */
function orNone(ids: readonly number[]): readonly number[] {
  return ids.length > 0 ? ids : [0];
}
