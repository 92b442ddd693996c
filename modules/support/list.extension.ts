import { inject, injectable } from 'inversify';
import {
  type Action,
  Audience,
  type Context,
  type Draft,
  flagOf,
  Level,
  Records,
  type Row,
  reference,
  SetError,
  Sharing,
  seenReferences,
  TypeExtension,
  text,
} from '../../core/api';
import { CustomerGroup } from './customer-group.service';
import { MANAGE, ROLE, USE } from './permissions';
import { TicketType } from './ticket-type.entity';
import { Tickets } from './tickets.service';

/** What customers are not shown of a ticket type. */
const FOR_AGENTS: readonly string[] = ['senderName', 'defaultResponsibleId'];

/** Ticket types: task lists with the role `support`, ruled by the managers of the module. */
@injectable()
export class SupportList extends TypeExtension {
  readonly extends = 'TaskList';
  readonly entity = TicketType;
  override readonly key = 'taskListId';
  override readonly properties = {
    senderName: {
      ...text({ nullable: true }),
      load: async (rows: readonly Row[], context: Context) => {
        const shown = await this.workedOn(rows, context);
        return new Map(shown.map((row) => [row.id, row['senderName'] ?? null]));
      },
    },
    defaultResponsibleId: reference('Principal', {
      nullable: true,
      load: async (rows, context) => {
        const shown = await this.workedOn(rows, context);
        return seenReferences(this.records, 'Principal', shown, 'defaultResponsibleId', context);
      },
    }),
    /** Customers of one organisation see one another's tickets of this type. Who files one may know that. */
    isSharedInOrganisation: flagOf(async (rows) => {
      const shared = await this.sharing.sharedInOrganisation(rows.map(({ aclId }) => Number(aclId)));
      return new Map(rows.map(({ id, aclId }) => [id, shared.has(Number(aclId))]));
    }),
  };

  constructor(
    @inject(Sharing) private readonly sharing: Sharing,
    @inject(Tickets) private readonly tickets: Tickets,
    @inject(Records) private readonly records: Records,
    @inject(CustomerGroup) private readonly customers: CustomerGroup,
  ) {
    super();
  }

  /** Customers are shown little of what makes a list a ticket type, and do not hear of the rest. */
  override told({ aclId }: Row, names: readonly string[], audience: readonly string[]): readonly string[] {
    const isForAgents = names.length > 0 && names.every((name) => FOR_AGENTS.includes(name));
    return isForAgents ? [Audience.readers(Number(aclId)), Audience.permitted(MANAGE)] : audience;
  }

  override widens(alias: string, context: Context): string | null {
    return context.may(MANAGE) ? `${alias}.role = '${ROLE}'` : null;
  }

  override audience(row: Row): readonly string[] {
    return row['role'] === ROLE ? [Audience.permitted(MANAGE)] : [];
  }

  override rules(row: Row, context: Context): boolean {
    return row['role'] === ROLE && context.may(MANAGE);
  }

  override async permits(action: Action, draft: Draft, context: Context): Promise<boolean> {
    if (draft.values['role'] !== ROLE) return false;
    if (context.may(MANAGE)) return true;
    const level = action === 'create' ? 0 : await this.sharing.levelOn(Number(draft.before?.['aclId']), context);
    if (level < Level.manage) throw SetError.forbidden('Ticket types are changed by those who manage Support');
    return true;
  }

  override async saving(draft: Draft): Promise<void> {
    if (draft.values['role'] !== ROLE) {
      this.keepPlain(draft);
      return;
    }
    const { values } = draft;
    if (typeof values['senderName'] === 'string') values['senderName'] = oneLine(values['senderName']);
    if (!draft.isNew) return;
    // Whoever is no agent is a customer here, whatever level a row may name.
    await this.sharing.require(Number(draft.values['aclId']), USE);
  }

  /** Once it is known who works on its tickets, and who files some. */
  override async saved(draft: Draft): Promise<void> {
    const isShared = draft.extras.get('isSharedInOrganisation');
    if (draft.isNew && draft.values['role'] === ROLE) await this.admitCustomers(draft);
    if (typeof isShared === 'boolean') await this.sharing.shareInOrganisation(Number(draft.values['aclId']), isShared);
    const person = draft.values['defaultResponsibleId'];
    if (typeof person !== 'number' || !draft.changed('defaultResponsibleId')) return;
    if (!(await this.tickets.isAgent(person, draft.id)))
      throw SetError.invalid('defaultResponsibleId', 'is no agent of this ticket type');
  }

  /** The group of the customers files tickets of a new type, unless its maker has said what that group may. */
  private async admitCustomers({ values, extras }: Draft): Promise<void> {
    const group = await this.customers.id();
    const said = extras.get('shareWith') as ReadonlyMap<number, unknown> | null | undefined;
    if (group === null || said?.has(group) === true) return;
    const aclId = Number(values['aclId']);
    const level = Math.max((await this.sharing.grants(aclId)).get(group) ?? 0, Level.submit);
    await this.sharing.grant(aclId, new Map([[group, level]]));
  }

  /** The lists on whose tickets the caller works, or which the caller rules. */
  private async workedOn(rows: readonly Row[], context: Context): Promise<readonly Row[]> {
    if (context.may(MANAGE)) return rows;
    const ids = rows.map(({ id }) => id);
    const seen = await this.records.visibleIds('TaskList', ids, context, Level.read);
    return rows.filter(({ id }) => seen.has(id));
  }

  /** A plain list has nothing of a ticket type. */
  private keepPlain({ values, extras }: Draft): void {
    if (extras.get('isSharedInOrganisation') === true)
      throw SetError.invalid('isSharedInOrganisation', 'is for ticket types, and this is a plain list');
    for (const name of FOR_AGENTS) {
      if ((values[name] ?? null) !== null)
        throw SetError.invalid(name, 'is for ticket types, and this is a plain list');
      values[name] = undefined;
    }
  }
}

/** A name stands in a header, and none is null. */
function oneLine(name: string): string | null {
  if (/[\r\n\t]/.test(name)) throw SetError.invalid('senderName', 'must be one line');
  return name.trim() === '' ? null : name.trim();
}
