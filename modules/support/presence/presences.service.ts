import { In, LessThanOrEqual } from 'typeorm';
import {
  Audience,
  Clock,
  type Context,
  Database,
  inject,
  injectable,
  Principal,
  Records,
  type Row,
} from '../../../core/api';
import { Tickets } from '../tickets.service';
import { ACTIVITIES, type Activity, Presence } from './presence.entity';

/** Seconds after which somebody who is not heard of is gone; a window tells of itself somewhat more often. */
export const LEASE = 15;
/** Windows of one person, at most. */
const MOST_WINDOWS = 20;
/** Presences that end in one transaction. */
const BATCH = 200;

/** A colleague who has the ticket open, as clients are told. */
export interface Colleague {
  readonly principalId: string;
  readonly name: string;
  readonly activity: Activity;
}

/** One window of a person, and what they do there. */
export type Attendance = Pick<Presence, 'client' | 'taskId' | 'activity' | 'isShown'>;

/**
 * Who has which tickets open. Whoever has one open sees who else has, and nobody else does: so there is nothing to tell
 * as long as somebody is alone with a ticket, and only those who are there hear that somebody comes, goes or writes.
 */
@injectable()
export class Presences {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Tickets) private readonly tickets: Tickets,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Notes that somebody has a ticket open, and no other any more in the same window. Needs a transaction.
   * @returns false when they have too many windows
   */
  async attend(principalId: number, now: Attendance): Promise<boolean> {
    const { manager } = this.database;
    const { client, taskId, activity } = now;
    const windows = await manager.findBy(Presence, { principalId });
    const before = windows.find((window) => window.client === client);
    if (!before && windows.length >= MOST_WINDOWS) return false;
    await manager.upsert(Presence, { principalId, ...now, until: this.after(LEASE) }, ['principalId', 'client']);
    if (before?.taskId === taskId && before.activity === activity) return true;
    if (before && before.taskId !== taskId) await this.tell(before);
    await this.tell({ principalId, ...now });
    return true;
  }

  /** Notes that somebody has no ticket open any more in a window. Needs a transaction. */
  async leave(principalId: number, client: string): Promise<void> {
    const before = await this.database.manager.findOneBy(Presence, { principalId, client });
    if (before) await this.end([before]);
  }

  /** Ends what is not heard of any more; see {@link LEASE}. */
  async sweep(): Promise<void> {
    const over = (): Promise<Presence[]> =>
      this.database.manager.find(Presence, {
        where: { until: LessThanOrEqual(this.after(0)) },
        order: { until: 'ASC' },
        take: BATCH,
      });
    // Most of the time there is none, and nobody needs to wait for a transaction.
    if ((await over()).length > 0) await this.database.transaction(async () => this.end(await over()));
  }

  /** Who else has each of these tickets open, for a caller who has; nobody for anybody else. */
  async shown(rows: readonly Row[], context: Context): Promise<Map<number, readonly Colleague[]>> {
    const nobody = new Map<number, readonly Colleague[]>(rows.map(({ id }) => [id, []]));
    const own = await this.database.rows.with(Presence, 'principalId', [context.principalId]);
    const open = rows.filter(({ id }) => own.some(({ taskId }) => taskId === id));
    for (const row of open) nobody.set(row.id, await this.colleagues(row, context));
    return nobody;
  }

  private async colleagues(ticket: Row, context: Context): Promise<readonly Colleague[]> {
    const { manager } = this.database;
    const there = await manager.findBy(Presence, { taskId: ticket.id, isShown: true });
    const others = there.filter(({ principalId }) => principalId !== context.principalId);
    const seen = await this.records.visibleIds(
      'Principal',
      [...new Set(others.map((one) => one.principalId))],
      context,
    );
    const people = await manager.find(Principal, { where: { id: In([...seen]) }, order: { name: 'ASC', id: 'ASC' } });
    const colleagues: Colleague[] = [];
    for (const { id, name } of people) {
      // Somebody may have ceased to be an agent of the list, or the ticket have gone to another.
      if (!(await this.tickets.isAgent(id, Number(ticket['taskListId'])))) continue;
      const theirs = others.filter(({ principalId }) => principalId === id).map(({ activity }) => activity);
      const activity = ACTIVITIES.find((one) => theirs.includes(one)) ?? 'looking';
      colleagues.push({ principalId: String(id), name, activity });
    }
    return colleagues;
  }

  private async end(gone: readonly Presence[]): Promise<void> {
    for (const { principalId, client } of gone) await this.database.manager.delete(Presence, { principalId, client });
    for (const presence of gone) await this.tell(presence);
  }

  /** Has those who are there hear that it is otherwise now, and the one who has come or gone hear who is. */
  private async tell({ principalId, taskId, isShown }: Omit<Presence, 'until' | 'client' | 'activity'>): Promise<void> {
    const there = await this.database.manager.findBy(Presence, { taskId });
    const people = new Set([principalId, ...there.map((one) => one.principalId)]);
    if (people.size < 2) return;
    const told = isShown ? [...people] : [principalId];
    await this.records.touch('Task', taskId, ['presence'], told.sort((a, b) => a - b).map(Audience.only));
  }

  /** So many seconds from now. */
  private after(seconds: number): Date {
    const time = new Date(this.clock.now().getTime() + seconds * 1000);
    time.setUTCMilliseconds(0);
    return time;
  }
}
