import { inject, injectable } from 'inversify';
import { In } from 'typeorm';
import {
  type Action,
  Audience,
  boolean,
  byText,
  type Context,
  computed,
  Database,
  type Draft,
  type Filters,
  flag,
  flagged,
  isAddress,
  Level,
  normaliseAddress,
  Principal,
  Records,
  type Row,
  reference,
  SetError,
  Sharing,
  type Sorts,
  standardFilters,
  TypeExtension,
  text,
  texts,
  utcDate,
} from '../../core/api';
import { isClosed, type Progress } from '../tasks/api';
import { Customers } from './customers.service';
import { LegacyNumbers } from './legacy/legacy-numbers.service';
import { MergedCc } from './merged-cc.service';
import { TicketNews } from './news/ticket-news.service';
import { followed, seenByCustomers } from './own-tickets';
import { Presences } from './presence/presences.service';
import { ReadMarks } from './reading/read-marks.service';
import { hasUnreadNote, isUnread, unreadCondition } from './reading/unread';
import { ThreadFacts } from './thread-facts.service';
import { MergedFollower, MOST_CC, Participant, Ticket } from './ticket.entity';
import { Tickets } from './tickets.service';
import { Reminder } from './watcher.entity';
import { Watchers } from './watchers.service';

const addresses = {
  most: MOST_CC,
  each: (address: string) => (isAddress(address) ? normaliseAddress(address) : null),
};

/** What a customer may give for an own ticket. */
const CUSTOMERS_MAY_CREATE = new Set(['title', 'taskListId', 'customFields']);

/** Tickets: tasks in support lists, with a customer who sees and follows the own ones. */
@injectable()
export class TicketExtension extends TypeExtension {
  readonly extends = 'Task';
  readonly entity = Ticket;
  override readonly key = 'taskId';

  override readonly properties = {
    customerId: reference('Principal', { nullable: true }),
    /** Name of the customer; can be given with the address of somebody new. */
    customerName: text({ nullable: true }),
    /** Address of the customer. Whoever has the one that is given becomes the customer; a contact is made for a new one. */
    customerEmail: text({ nullable: true, max: 254 }),
    /** Of which organisation the customer is; null for none, and for whoever does not see the customer among people. */
    customerOrganisation: computed((rows, context) => this.customers.organisations(rows, context), {
      agentsOnly: true,
    }),
    responsibleName: computed((rows) => this.responsibleNames(rows)),
    cc: texts(addresses),
    mergedCc: {
      ...texts({ ...addresses, agentsOnly: true }),
      stored: false,
      load: (rows: readonly Row[]) => this.mergedCc.shown(rows),
    },
    /** Colleagues who are told of what happens on it, as a map of ids to true. Whoever reads the ticket may change it. */
    watchers: computed((rows) => this.watchers.shown(rows.map(({ id }) => id)), {
      agentsOnly: true,
      nullable: false,
      default: {},
      parse: (value) => this.watchers.parse(value),
    }),
    lastCommentAt: utcDate({ serverSet: true, nullable: true }),
    lastCommentBy: text({ serverSet: true, nullable: true, oneOf: ['customer', 'agent'] }),
    hasAttachment: boolean({ serverSet: true }),
    hasPrivateNote: boolean({ serverSet: true, agentsOnly: true }),
    mailFailed: boolean({ serverSet: true, agentsOnly: true }),
    /** Number of a ticket that came from an older system, there. */
    legacyNumber: computed((rows) => this.legacy.shown(rows, ({ number }) => number)),
    /** What it was there and has no place for here, by name: `phone`, `company`, …; null for one that came from nowhere. */
    legacyFacts: computed((rows) => this.legacy.shown(rows, ({ facts }) => facts), { agentsOnly: true }),
    isUnread: computed((rows, context) => this.marks.shown(rows, context, isUnread)),
    hasUnreadNote: computed((rows, context) => this.marks.shown(rows, context, hasUnreadNote), { agentsOnly: true }),
    /** Colleagues who have it open (`principalId`, `name`, `activity`), for a caller who has; see `Ticket/attend`. */
    presence: computed((rows, context) => this.presences.shown(rows, context), { agentsOnly: true }),
  };

  override readonly filters: Filters = {
    ...standardFilters(
      this.properties,
      [
        ...(['customerId', 'customerName', 'customerEmail', 'lastCommentAt', 'lastCommentBy'] as const),
        ...(['hasAttachment', 'hasPrivateNote', 'mailFailed'] as const),
      ],
      'extension',
    ),
    isFollowed: (value, { row }) => flag('isFollowed', value, followed(row)),
    isUnread: flagged(async (_, { row, extension, context }) => {
      const floor = await this.marks.floor(context.principalId);
      const readsNotes = this.records.seesOther('Task', `${row}.id`, context, Level.read);
      return floor ? unreadCondition({ row, extension, readsNotes }, floor) : '1 = 0';
    }),
    // Nobody asks who else watches: customers are not shown that.
    isWatched: flagged(
      (_, { row }) =>
        `${row}.id IN (SELECT watch_.taskId FROM support_watcher watch_ WHERE watch_.principalId = :ctxPrincipal)`,
    ),
  };
  override readonly sorts: Sorts = { customerName: byText('{extension}.customerName') };
  override readonly search = ['customerName', 'customerEmail', 'taskId'] as const;

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Sharing) private readonly sharing: Sharing,
    @inject(Tickets) private readonly tickets: Tickets,
    @inject(Customers) private readonly customers: Customers,
    @inject(MergedCc) private readonly mergedCc: MergedCc,
    @inject(ThreadFacts) private readonly facts: ThreadFacts,
    @inject(Records) private readonly records: Records,
    @inject(ReadMarks) private readonly marks: ReadMarks,
    @inject(Watchers) private readonly watchers: Watchers,
    @inject(TicketNews) private readonly news: TicketNews,
    @inject(Presences) private readonly presences: Presences,
    @inject(LegacyNumbers) private readonly legacy: LegacyNumbers,
  ) {
    super();
  }

  override widens(alias: string, context: Context): string {
    return seenByCustomers(alias, context);
  }

  override async audience(row: Row): Promise<readonly string[]> {
    const list = await this.tickets.list(Number(row['taskListId']));
    if (!list) return [];
    // Nobody follows but those in CC.
    const hasFollowers = ((row['cc'] as Ticket['cc'] | null) ?? []).length > 0;
    const followers = hasFollowers ? await this.database.rows.with(Participant, 'taskId', [row.id]) : [];
    const people = [row['customerId'], ...followers.map((participant) => participant.principalId)];
    const keys = people.filter((id) => typeof id === 'number').map((id) => Audience.submitter(list.aclId, id));
    const { organisationId } = row;
    return typeof organisationId === 'string' ? [...keys, Audience.organisation(list.aclId, organisationId)] : keys;
  }

  /** A customer files tickets, and closes or reopens own ones; nothing else. */
  override async permits(action: Action, draft: Draft, context: Context): Promise<boolean> {
    const list = await this.tickets.list(Number(draft.before?.['taskListId'] ?? draft.values['taskListId']));
    if (!list) return false;
    const level = await this.sharing.levelOn(list.aclId, context);
    if (action === 'create') {
      if (level >= Level.create) return false;
      if (level < Level.submit) throw SetError.invalid('taskListId', 'is no such object');
      // What nobody gave stands at its default by now, which is what a customer's ticket has.
      if (draft.values['progress'] === 'needs-action') draft.values['progress'] = null;
      this.refuseOther(draft, CUSTOMERS_MAY_CREATE);
      draft.values['customerId'] = context.principalId;
      return true;
    }
    if (action === 'destroy') return false;
    // Who reads a ticket may have themselves told of it, and colleagues.
    if (level >= Level.read) return draft.changes().every((name) => name === 'watchers');
    if (!(await this.follows(draft.before, context)))
      throw SetError.forbidden('Only the one whose request it is may change it');
    this.refuseOther(draft, new Set(['progress']));
    const wanted = draft.values['progress'] as Progress;
    if (wanted !== 'completed' && wanted !== 'needs-action') {
      throw SetError.invalid('progress', 'can only be set to completed or needs-action');
    }
    return true;
  }

  override async saving(draft: Draft): Promise<void> {
    const { values } = draft;
    const list = await this.tickets.list(Number(values['taskListId']));
    if (!list) {
      this.keepPlain(draft);
      return;
    }
    if (typeof values['taskId'] !== 'number') this.fillIn(values);
    this.mergedCc.check(draft);
    await this.customers.settle(draft);
    if (draft.isNew) values['responsibleId'] ??= await this.tickets.defaultResponsible(list.id);
    if (draft.actor && draft.changed('responsibleId') && typeof values['responsibleId'] === 'number') {
      if (!(await this.tickets.isAgent(values['responsibleId'], list.id))) {
        throw SetError.invalid('responsibleId', 'is no agent of this ticket type');
      }
      // A new responsible has everything still to do.
      const isOpen = !isClosed(values['progress'] as Progress);
      const isSaid = ['progress', 'statusId'].some((name) => draft.said.has(name) || draft.changed(name));
      if (!draft.isNew && isOpen && !isSaid) values['progress'] = 'needs-action';
    }
    if (!draft.isNew && draft.changed('cc')) await this.follow(draft.id, values['cc'] as string[]);
  }

  override async saved(draft: Draft): Promise<void> {
    const cc = (draft.values['cc'] ?? []) as string[];
    if (draft.isNew && cc.length > 0) await this.follow(draft.id, cc);
    await this.mergedCc.saved(draft);
    if (typeof draft.values['taskId'] !== 'number') return;
    await this.watchers.saved(draft);
    await this.news.ticketSaved(draft);
    if (draft.before && draft.changed('mergedIntoId')) await this.refreshWholes(draft.before, draft.values);
  }

  override async destroying(row: Row): Promise<void> {
    await this.database.manager.delete(Participant, { taskId: row.id });
    await this.database.manager.delete(MergedFollower, { taskId: row.id });
    await this.database.manager.delete(Reminder, { taskId: row.id });
    await this.watchers.leave(row.id);
    await this.legacy.leave(row.id);
  }

  /** True for the customer and those in CC, who are not there for their organisation alone. */
  private async follows(ticket: Row | null, { principalId }: Context): Promise<boolean> {
    if (!ticket || ticket['customerId'] === principalId) return ticket !== null;
    return this.database.manager.existsBy(Participant, { taskId: ticket.id, principalId });
  }

  /** What was merged, or no more, is told of by the ticket that it was a part of and by the one that it is part of now. */
  private async refreshWholes(before: Row, now: Readonly<Record<string, unknown>>): Promise<void> {
    for (const id of [before['mergedIntoId'], now['mergedIntoId']])
      if (typeof id === 'number') await this.facts.refresh(id);
  }

  private refuseOther(draft: Draft, allowed: ReadonlySet<string>): void {
    const given = Object.keys(draft.values).filter((name) =>
      draft.isNew ? !isBlank(draft.values[name]) : draft.changed(name),
    );
    given.push(...draft.extras.keys());
    const wrong = given.find((name) => !allowed.has(name));
    if (wrong !== undefined) throw SetError.invalid(wrong, 'cannot be set by a customer');
  }

  /** A task of a plain list has nothing of a ticket, and a ticket stays one: it would lose its customer. */
  private keepPlain(draft: Draft): void {
    if (((draft.extras.get('watchers') ?? []) as number[]).length > 0)
      throw SetError.invalid('watchers', 'is for tickets, and this is a plain list');
    if (!draft.isNew && typeof draft.values['taskId'] === 'number') {
      throw SetError.invalid('taskListId', 'is no ticket type: a ticket cannot become a plain task');
    }
    for (const name of Object.keys(this.properties)) {
      const isGiven = draft.isNew ? !isBlank(draft.values[name]) : draft.changed(name);
      if (isGiven && name in draft.values) throw SetError.invalid(name, 'is for tickets, and this is a plain list');
      if (draft.isNew) draft.values[name] = undefined;
    }
  }

  private fillIn(values: Record<string, unknown>): void {
    values['customerId'] ??= null;
    values['customerName'] ??= null;
    values['customerEmail'] ??= null;
    values['organisationId'] ??= null;
    values['cc'] ??= [];
    values['lastCommentAt'] ??= null;
    values['lastCommentBy'] ??= null;
    values['hasAttachment'] ??= false;
    values['hasPrivateNote'] ??= false;
    values['mailFailed'] ??= false;
    values['wasRead'] ??= false;
  }

  /** Those in CC who are known follow the ticket. */
  private async follow(taskId: number, cc: readonly string[]): Promise<void> {
    const { manager } = this.database;
    await manager.delete(Participant, { taskId });
    const people = cc.length > 0 ? await manager.findBy(Principal, { email: In([...cc]) }) : [];
    for (const { id } of people) await manager.insert(Participant, { taskId, principalId: id });
  }

  private async responsibleNames(rows: readonly Row[]): Promise<Map<number, unknown>> {
    const ids = [...new Set(rows.map((row) => row['responsibleId']).filter((id) => typeof id === 'number'))];
    const people = await this.database.rows.with(Principal, 'id', ids);
    const names = new Map(people.map((person) => [person.id, person.name]));
    return new Map(rows.map((row) => [row.id, names.get(Number(row['responsibleId'])) ?? null]));
  }
}

/** True for a value that a client did not really give. */
function isBlank(value: unknown): boolean {
  return (
    value === null || value === '' || value === 0 || value === undefined || (Array.isArray(value) && value.length === 0)
  );
}
