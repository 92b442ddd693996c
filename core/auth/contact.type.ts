import { inject, injectable } from 'inversify';
import { customFields } from '../customfields/custom-fields.property';
import { Database } from '../database/database';
import { contains } from '../jmap/contains';
import { type Action, DataType, type Filters, type Sorts } from '../jmap/data-type';
import type { Draft } from '../jmap/draft';
import { computed, ids, type Row, text, texts } from '../jmap/property';
import { Records } from '../jmap/records';
import { forAdministration, onlyForAdministration } from './administer';
import type { Context } from './context';
import { Directory } from './directory.service';
import {
  byOrganisation,
  byPrincipalName,
  keepWithPrincipal,
  ofPrincipal,
  organisationOfPrincipal,
  principalColumn,
} from './of-principal';
import { Address, Contact, User } from './principal.entity';
import { Visibility } from './visibility.service';
import { addressOf, flagOf } from './words';

/** What everybody is called who was deleted; English, as it is stored. */
const GONE = 'Deleted person';

const NOTHING = { avatarBlobId: null, organisation: null };

const ADDRESSES = texts({ most: 20, each: addressOf });

/** People without login, for administration: those who wrote to us, and those who left. */
@injectable()
export class ContactType extends DataType<Contact> {
  readonly name = 'Contact';
  readonly entity = Contact;
  readonly access = forAdministration<Contact>();
  override readonly appearance = { label: 'Contacts', icon: 'users', title: 'name' };

  readonly properties = {
    name: ofPrincipal(() => this.database, 'name'),
    /** The first is the one that is written to. */
    addresses: computed((rows) => this.addresses(rows), { parse: (value) => ADDRESSES.parse(value) }),
    organisation: organisationOfPrincipal(() => this.database),
    notes: text({ max: 10_000 }),
    isRestricted: flagOf((rows) => this.visibility.restricted(rows)),
    visibleToIds: ids('Principal', (rows) => this.visibility.seersOf(rows)),
    customFields: customFields(),
  };

  override readonly filters: Filters = {
    text: (value, { row, bind }) =>
      `(${contains([principalColumn(row, 'name'), principalColumn(row, 'organisation')], value, bind)} OR EXISTS (SELECT 1 FROM core_address known_ WHERE known_.principalId = ${row}.id AND ${contains(['known_.email'], value, bind)}))`,
  };
  override readonly sorts: Sorts = {
    name: byPrincipalName,
    email: principalColumn('{row}', 'email'),
    organisation: byOrganisation,
  };

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Directory) private readonly directory: Directory,
    @inject(Visibility) private readonly visibility: Visibility,
  ) {
    super();
  }

  override allow(_action: Action, _draft: Draft, context: Context): void {
    onlyForAdministration(context);
  }

  override async saving(draft: Draft): Promise<void> {
    if (draft.actor) await this.visibility.check(draft.extras.get('visibleToIds'), draft.actor);
    if (!draft.isNew) return;
    // A user who leaves has a principal already.
    draft.values['id'] ??= await this.directory.createPrincipal('individual', String(draft.extras.get('name')));
    draft.values['notes'] ??= '';
  }

  override async saved(draft: Draft): Promise<void> {
    await keepWithPrincipal(this.records, draft, draft.isNew ? ['organisation'] : ['name', 'organisation']);
    await this.visibility.save(draft);
    const addresses = draft.extras.get('addresses') as string[] | undefined;
    if (addresses) await this.directory.setAddresses(draft.id, addresses, 'addresses');
  }

  /** What the person wrote stays and names nobody any more. A contact that has become a user stays who it is. */
  override async destroying(row: Row): Promise<void> {
    const { manager } = this.database;
    if (await manager.existsBy(User, { id: row.id })) return;
    await manager.delete(Address, { principalId: row.id });
    await this.visibility.open(row.id);
    await this.records.update('Principal', row.id, { type: 'gone', name: GONE, email: null, ...NOTHING });
  }

  private async addresses(rows: readonly Row[]): Promise<Map<number, string[]>> {
    const found = await this.directory.addressesOf(rows.map(({ id }) => id));
    return new Map(rows.map(({ id }) => [id, found.get(id) ?? []]));
  }
}
