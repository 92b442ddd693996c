import {
  type Action,
  Audience,
  boolean,
  byText,
  type Context,
  containing,
  Database,
  DataType,
  type Draft,
  type Filters,
  ids,
  inject,
  injectable,
  isAddress,
  Level,
  normaliseAddress,
  ownsAcl,
  Records,
  type Row,
  reference,
  SetError,
  type Sorts,
  seenReferences,
  text,
  texts,
} from '../../core/api';
import { ticketAudience } from './access';
import { MANAGE } from './permission';
import { LegacyStatus } from './status.entity';
import { LegacyStatuses } from './statuses.service';
import { LegacyTicket } from './ticket.entity';
import { LegacyType } from './type.entity';

/** What customers are not shown of a type. */
const FOR_AGENTS: readonly string[] = ['emailAccountId', 'emailOnNew', 'senderName', 'showStatuses'];

/**
 * Types of legacy tickets (`ti_types`), each with an ACL: level 5 files tickets and sees own ones, 10 to 40 read all of the
 * type, manage makes an agent. Made and changed by the managers of the module.
 */
@injectable()
export class LegacyTypeType extends DataType<LegacyType> {
  readonly name = 'LegacyTicketType';
  readonly entity = LegacyType;
  readonly access = ownsAcl<LegacyType>(Level.submit);
  override readonly appearance = { label: 'Types of legacy tickets', icon: 'tag', title: 'name' };

  readonly properties = {
    name: text({ required: true, max: 100 }),
    description: text({ max: 255 }),
    typeGroupId: reference('LegacyTicketTypeGroup', { nullable: true }),
    showFromOthers: boolean(),
    emailAccountId: reference('MailAccount', {
      nullable: true,
      load: async (rows, context) =>
        seenReferences(this.records, 'MailAccount', await this.workedOn(rows, context), 'emailAccountId', context),
    }),
    emailOnNew: {
      ...texts({ most: 50, each: (address) => (isAddress(address) ? normaliseAddress(address) : null) }),
      load: async (rows: readonly Row[], context: Context) =>
        new Map((await this.workedOn(rows, context)).map((row) => [row.id, row['emailOnNew']])),
    },
    senderName: {
      ...text({ max: 64 }),
      load: async (rows: readonly Row[], context: Context) =>
        new Map((await this.workedOn(rows, context)).map((row) => [row.id, row['senderName']])),
    },
    /** Statuses that tickets of the type may be given beside open and closed; none for all. */
    showStatuses: ids(
      'LegacyTicketStatus',
      async (rows, context) => {
        const worked = await this.workedOn(rows, context);
        return this.statuses.shownTo(
          worked.map(({ id }) => id),
          context,
        );
      },
      { default: [], most: 200, nullable: true },
    ),
    publishOnSite: boolean(),
  };

  override readonly filters: Filters = {
    text: containing('name'),
  };
  override readonly sorts: Sorts = { name: byText('{row}.name') };

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(LegacyStatuses) private readonly statuses: LegacyStatuses,
  ) {
    super();
  }

  /** Customers are shown little of a type, and do not hear of the rest. */
  override told({ aclId }: Row, names: readonly string[], audience: readonly string[]): readonly string[] {
    const isForAgents = names.length > 0 && names.every((name) => FOR_AGENTS.includes(name));
    return isForAgents ? [Audience.readers(Number(aclId)), Audience.permitted(MANAGE)] : audience;
  }

  override async allow(_action: Action, draft: Draft, context: Context): Promise<void> {
    if (!context.may(MANAGE)) throw SetError.forbidden('Types are changed by those who manage the legacy tickets');
    await this.statuses.checkShown(shownIn(draft) ?? [], draft.isNew ? null : draft.id, context);
  }

  override saving({ values }: Draft): void {
    values['description'] ??= '';
    values['typeGroupId'] ??= null;
    values['emailAccountId'] ??= null;
    values['emailOnNew'] ??= [];
    values['senderName'] ??= '';
  }

  /** Others see the tickets of the type when it begins, or ends, to show them to all who file some. */
  override async saved(draft: Draft): Promise<void> {
    const shown = shownIn(draft);
    if (shown) await this.statuses.show(draft.id, shown);
    if (draft.isNew || !draft.changed('showFromOthers')) return;
    const { aclId, showFromOthers } = draft.values as unknown as LegacyType;
    for (const ticket of await this.ticketsOf(draft.id)) {
      const [before, now] = [!showFromOthers, showFromOthers].map((shows) =>
        ticketAudience(ticket, { aclId, showFromOthers: shows }),
      );
      await this.records.shown('LegacyTicket', ticket.id, before ?? [], now ?? []);
    }
  }

  override async destroying({ id }: Row): Promise<void> {
    if ((await this.ticketsOf(id)).length > 0)
      throw SetError.forbidden('The type still has tickets; move or delete them first');
    const statuses = await this.database.manager.find(LegacyStatus, { where: { typeId: id }, order: { id: 'ASC' } });
    await this.records.destroyAll('LegacyTicketStatus', statuses);
    await this.statuses.show(id, []);
  }

  /** The types that the caller reads as a colleague, or manages. */
  private async workedOn(rows: readonly Row[], context: Context): Promise<readonly Row[]> {
    if (context.may(MANAGE)) return rows;
    const seen = await this.records.visibleIds(
      this.name,
      rows.map(({ id }) => id),
      context,
      Level.read,
    );
    return rows.filter(({ id }) => seen.has(id));
  }

  private ticketsOf(typeId: number): Promise<LegacyTicket[]> {
    return this.database.manager.find(LegacyTicket, { where: { typeId }, order: { id: 'ASC' } });
  }
}

function shownIn({ extras }: Draft): readonly number[] | undefined {
  return (extras.get('showStatuses') ?? undefined) as readonly number[] | undefined;
}
