import {
  type Access,
  type Action,
  asked,
  boolean,
  byText,
  type Context,
  computed,
  customFields,
  DataType,
  type Draft,
  type FilterScope,
  type Filters,
  inject,
  injectable,
  integer,
  isAddress,
  MethodError,
  normaliseAddress,
  reference,
  referring,
  SetError,
  type Sorts,
  standardFilters,
  text,
  texts,
  utcDate,
} from '../../core/api';
import { ticketAccess } from './access';
import { LegacyTicket } from './ticket.entity';
import { LegacyTickets } from './tickets.service';
import { LegacyTypes } from './types.service';

/** What a customer may say of a new ticket. */
const CUSTOMERS_MAY_SAY = new Set(['subject', 'typeId', 'priority', 'phone', 'customFields']);

/**
 * Legacy tickets, by the names of Group-Office (`ti_tickets`). `statusId` is 0 for open, -1 for closed, else the id of a
 * LegacyTicketStatus. Agents are those who manage the type; customers with level 5 file tickets and see their own, or with
 * `showFromOthers` all of the type. They are no objects of Support, whose methods `Ticket/…` know nothing of them.
 */
@injectable()
export class LegacyTicketType extends DataType<LegacyTicket> {
  readonly name = 'LegacyTicket';
  readonly entity = LegacyTicket;
  override readonly links = true;
  override readonly files = true;
  override readonly appearance = { label: 'Legacy tickets', icon: 'support', title: 'subject' };
  override readonly search = ['subject', 'ticketNumber', 'company', 'firstName', 'lastName', 'email'] as const;
  readonly access: Access<LegacyTicket>;

  readonly properties = {
    ticketNumber: text({ serverSet: true }),
    ticketVerifier: integer({ serverSet: true, agentsOnly: true }),
    subject: text({ required: true, max: 255 }),
    typeId: reference('LegacyTicketType', { required: true }),
    statusId: integer({ min: -1, default: 0 }),
    priority: integer({ max: 2, default: 1 }),
    userId: reference('Principal', { nullable: true }),
    agentId: reference('Principal', { nullable: true }),
    /** Name of the responsible. */
    agentName: computed((rows) => this.tickets.agentNames(rows)),
    company: text({ max: 100 }),
    firstName: text({ max: 50 }),
    middleName: text({ max: 100 }),
    lastName: text({ max: 50 }),
    email: text({ max: 254 }),
    phone: text({ max: 50 }),
    ccAddresses: texts({
      agentsOnly: true,
      most: 50,
      each: (address) => (isAddress(address) ? normaliseAddress(address) : null),
    }),
    unseen: boolean({ agentsOnly: true, default: true }),
    dueDate: utcDate({ nullable: true }),
    createdById: reference('Principal', { serverSet: true, nullable: true }),
    createdAt: utcDate({ serverSet: true }),
    modifiedAt: utcDate({ serverSet: true }),
    lastResponseAt: utcDate({ serverSet: true }),
    lastAgentResponseAt: utcDate({ serverSet: true, nullable: true }),
    lastContactResponseAt: utcDate({ serverSet: true, nullable: true }),
    customFields: customFields(),
    myRights: computed((rows, context) => this.tickets.rights(rows, context)),
  };

  override readonly filters: Filters = {
    ...standardFilters(this.properties, [
      ...(['subject', 'ticketNumber', 'company', 'email', 'priority', 'userId', 'agentId', 'unseen'] as const),
      ...(['dueDate', 'createdAt', 'modifiedAt', 'lastResponseAt'] as const),
    ]),
    typeIds: referring('LegacyTicketType', (typeIds, { row, bind }) => `${row}.typeId IN ${bind(typeIds)}`),
    statusIds: (value, { row, bind }) => `${row}.statusId IN ${bind(numbersOf(value))}`,
    state: asked(
      { kind: 'choice', choices: Object.keys(STATES) },
      { in: (value, scope) => oneOf(STATES, value, scope) },
    ),
    agent: asked(
      { kind: 'choice', choices: Object.keys(AGENTS) },
      { in: (value, scope) => oneOf(AGENTS, value, scope) },
    ),
  };

  override readonly sorts: Sorts = {
    ticketNumber: '{row}.id',
    subject: byText('{row}.subject'),
    typeId: '{row}.typeId',
    statusId: '{row}.statusId',
    priority: '{row}.priority',
    agentId: '{row}.agentId',
    dueDate: '{row}.dueDate',
    createdAt: '{row}.createdAt',
    modifiedAt: '{row}.modifiedAt',
    lastResponseAt: '{row}.lastResponseAt',
  };

  constructor(
    @inject(LegacyTypes) private readonly types: LegacyTypes,
    @inject(LegacyTickets) private readonly tickets: LegacyTickets,
  ) {
    super();
    this.access = ticketAccess(types);
  }

  override async allow(action: Action, draft: Draft, context: Context): Promise<void> {
    const typeId = Number((draft.before ?? draft.values)['typeId']);
    if (await this.types.isAgent(typeId, context)) return this.checkType(draft, context);
    if (action !== 'create') throw SetError.forbidden('Legacy tickets are changed by those who manage their type');
    await this.checkType(draft, context);
    const asItIs: Readonly<Record<string, unknown>> = { statusId: 0, unseen: true };
    const given = Object.entries(draft.values).filter(([name, value]) => !isBlank(value) && asItIs[name] !== value);
    const wrong = [...given.map(([name]) => name), ...draft.extras.keys()].find((name) => !CUSTOMERS_MAY_SAY.has(name));
    if (wrong !== undefined) throw SetError.invalid(wrong, 'is set by agents');
    draft.values['userId'] = context.principalId;
  }

  override saving(draft: Draft): Promise<void> {
    return this.tickets.saving(draft);
  }

  override saved(draft: Draft): Promise<void> {
    return this.tickets.saved(draft);
  }

  /** Whoever files a ticket of a type, or moves one there, must be allowed to file it there. */
  private async checkType(draft: Draft, context: Context): Promise<void> {
    const typeId = Number(draft.values['typeId']);
    if (!draft.changed('typeId') || (await this.types.maySubmit(typeId, context))) return;
    throw SetError.invalid('typeId', 'is no such object');
  }
}

function isBlank(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Statuses by what they mean: one of its own is in progress. */
const STATES = {
  open: (row: string) => `${row}.statusId = 0`,
  progress: (row: string) => `${row}.statusId > 0`,
  closed: (row: string) => `${row}.statusId < 0`,
};

/** Whose a ticket is to whoever asks. */
const AGENTS = {
  mine: (row: string) => `${row}.agentId = :ctxPrincipal`,
  unassigned: (row: string) => `${row}.agentId IS NULL`,
  others: (row: string) => `(${row}.agentId IS NOT NULL AND ${row}.agentId <> :ctxPrincipal)`,
};

function oneOf(
  known: Readonly<Record<string, (row: string) => string>>,
  value: unknown,
  { row, name }: FilterScope,
): string {
  const wanted: unknown[] = Array.isArray(value) ? value : [value];
  const found = Object.entries(known).filter(([choice]) => wanted.includes(choice));
  if (wanted.length === 0 || found.length < wanted.length)
    throw MethodError.invalidArguments(`filter/${name} must be some of ${Object.keys(known).join(', ')}`);
  return `(${found.map(([, condition]) => condition(row)).join(' OR ')})`;
}

function numbersOf(value: unknown): number[] {
  const numbers = (Array.isArray(value) ? value : [value]).map(Number);
  if (numbers.length === 0 || !numbers.every(Number.isSafeInteger))
    throw MethodError.invalidArguments('filter/statusIds must be a list of whole numbers');
  return numbers;
}
