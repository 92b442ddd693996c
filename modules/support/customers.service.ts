import { inject, injectable } from 'inversify';
import {
  type Context,
  Database,
  Directory,
  type Draft,
  isAddress,
  normaliseAddress,
  Principal,
  Records,
  type Row,
  SetError,
} from '../../core/api';

/** Who tickets are for: somebody who is known, or an address. */
@injectable()
export class Customers {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Directory) private readonly directory: Directory,
    @inject(Records) private readonly records: Records,
  ) {}

  /**
   * Finds who has the address that was given for a ticket, or makes a contact, and has the ticket name its customer as
   * the customer is called now, and the organisation that the customer is of. Before the ticket is stored; needs a transaction.
   * @throws SetError naming `customerEmail` or `customerName`
   */
  async settle(draft: Draft): Promise<void> {
    const { values, actor } = draft;
    const isByAddress = actor !== null && isGiven(draft, 'customerEmail');
    if (isByAddress) values['customerId'] = await this.withAddress(draft, actor);
    else if (actor && isGiven(draft, 'customerName'))
      throw SetError.invalid('customerName', 'needs customerEmail: a known customer has a name');
    if (isByAddress || draft.changed('customerId')) await this.name(values);
  }

  /** Of which organisation the customers of tickets are, as far as the reader sees them among people. */
  async organisations(rows: readonly Row[], reader: Context): Promise<Map<number, string>> {
    const ids = [...new Set(rows.map((row) => row['customerId']).filter((id) => typeof id === 'number'))];
    const people = (await this.database.rows.with(Principal, 'id', ids)).filter(({ organisation }) => organisation);
    const known = people.map(({ id }) => id);
    const seen = await this.records.visibleIds('Principal', known, reader);
    const names = new Map(people.map(({ id, organisation }) => [id, organisation]));
    return new Map(
      rows.flatMap((row) => {
        const customer = Number(row['customerId']);
        const name = seen.has(customer) ? names.get(customer) : undefined;
        return name ? [[row.id, name] as const] : [];
      }),
    );
  }

  private async withAddress(draft: Draft, actor: Context): Promise<number | null> {
    const { customerEmail, customerName } = draft.values;
    if (isGiven(draft, 'customerId'))
      throw SetError.invalid('customerEmail', 'cannot be given together with customerId');
    if (typeof customerEmail !== 'string') return null;
    const address = normaliseAddress(customerEmail);
    if (!isAddress(address)) throw SetError.invalid('customerEmail', 'is no mail address');
    const known = await this.directory.findByEmail(address);
    const isSeen = !known || (await this.records.visibleIds('Principal', [known.id], actor)).has(known.id);
    // Nothing is said of whose address it is.
    if (!isSeen) throw SetError.invalid('customerEmail', 'cannot be used here');
    const name = typeof customerName === 'string' ? customerName : '';
    return (known ?? (await this.directory.findOrCreateContact(address, name))).id;
  }

  private async name(values: Record<string, unknown>): Promise<void> {
    const id = values['customerId'];
    const [customer] = typeof id === 'number' ? await this.database.rows.with(Principal, 'id', [id]) : [];
    values['customerName'] = customer?.name ?? null;
    values['customerEmail'] = customer?.email ?? null;
    values['organisationId'] = customer?.organisationId ?? null;
  }
}

/** True when the client says something of it; a new object has null for what was not said. */
function isGiven(draft: Draft, name: string): boolean {
  return draft.isNew ? (draft.values[name] ?? null) !== null : draft.changed(name);
}
