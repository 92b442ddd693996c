import { inject, injectable } from 'inversify';
import { customFields } from '../customfields/custom-fields.property';
import { Database } from '../database/database';
import { contains } from '../jmap/contains';
import { type Action, DataType, type Filters, type Sorts } from '../jmap/data-type';
import type { Draft } from '../jmap/draft';
import { SetError } from '../jmap/errors';
import { flag } from '../jmap/flag';
import { boolean, computed, ids, type Row, reference, text, utcDate } from '../jmap/property';
import { Records } from '../jmap/records';
import { Clock } from '../ports/clock';
import { CoreSettings } from '../settings/core-settings';
import { forAdministration, onlyForAdministration } from './administer';
import type { Context } from './context';
import { Credentials } from './credentials.service';
import { Departure } from './departure.service';
import { Directory } from './directory.service';
import { loginName } from './login-name';
import { memberOf } from './member-of';
import { Memberships } from './memberships.service';
import {
  byPrincipalName,
  keepWithPrincipal,
  ofPrincipal,
  organisationOfPrincipal,
  principalColumn,
} from './of-principal';
import { Group, User } from './principal.entity';
import { Visibility } from './visibility.service';
import { addressOf, flagOf, language, timeZone } from './words';

const LAST = 'The last active administrator must stay';

/**
 * People with login, for administration; to everybody else they are principals. Whoever administers without being an
 * administrator cannot make, change or remove administrators.
 */
@injectable()
export class UserType extends DataType<User> {
  readonly name = 'User';
  readonly entity = User;
  readonly access = forAdministration<User>();
  override readonly appearance = { label: 'Users', icon: 'user', title: 'name' };

  readonly properties = {
    username: text({ required: true }),
    name: ofPrincipal(() => this.database, 'name'),
    email: {
      ...ofPrincipal(() => this.database, 'email'),
      parse: (value: unknown) => {
        const email = addressOf(value);
        return email === null ? { fault: 'is no mail address' } : { value: email };
      },
    },
    organisation: organisationOfPrincipal(() => this.database),
    avatarBlobId: ofPrincipal(() => this.database, 'avatarBlobId', text({ serverSet: true, nullable: true, max: 70 })),
    isActive: boolean({ default: true }),
    isArchived: boolean(),
    isInternal: flagOf((rows) => this.memberships.flag(rows, 'internal')),
    isAdmin: flagOf((rows) => this.memberships.flag(rows, 'admins')),
    groupIds: ids('Group', (rows) => this.memberships.groupsOf(rows)),
    isRestricted: flagOf((rows) => this.visibility.restricted(rows)),
    visibleToIds: ids('Principal', (rows) => this.visibility.seersOf(rows)),
    locale: language(),
    timeZone: timeZone(),
    successorId: reference('User', { nullable: true }),
    belongings: computed((rows, context) =>
      this.departure.belongings(
        rows.map(({ id }) => id),
        context,
      ),
    ),
    hasPassword: computed((rows) =>
      Promise.resolve(new Map(rows.map((row) => [row.id, row['passwordHash'] !== null] as const))),
    ),
    customFields: customFields(),
    createdAt: utcDate({ serverSet: true, nullable: true }),
    lastLoginAt: utcDate({ serverSet: true, nullable: true }),
  };

  override readonly filters: Filters = {
    text: (value, { row, bind }) =>
      contains([`${row}.username`, principalColumn(row, 'name'), principalColumn(row, 'email')], value, bind),
    isActive: (value, { row }) => flag('isActive', value, `${row}.isActive = 1`),
    isArchived: (value, { row }) => flag('isArchived', value, `${row}.isArchived = 1`),
    isInternal: (value, { row }) => flag('isInternal', value, memberOf(row, 'internal')),
    isAdmin: (value, { row }) => flag('isAdmin', value, memberOf(row, 'admins')),
  };
  override readonly sorts: Sorts = {
    username: '{row}.username',
    name: byPrincipalName,
    email: principalColumn('{row}', 'email'),
    createdAt: '{row}.createdAt',
    lastLoginAt: '{row}.lastLoginAt',
  };

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Directory) private readonly directory: Directory,
    @inject(Memberships) private readonly memberships: Memberships,
    @inject(Visibility) private readonly visibility: Visibility,
    @inject(Departure) private readonly departure: Departure,
    @inject(Credentials) private readonly credentials: Credentials,
    @inject(CoreSettings) private readonly settings: CoreSettings,
    @inject(Clock) private readonly clock: Clock,
  ) {
    super();
  }

  override async allow(action: Action, draft: Draft, context: Context): Promise<void> {
    onlyForAdministration(context);
    const id = draft.before?.id ?? null;
    const concernsAdmin = draft.extras.get('isAdmin') === true || (id !== null && (await this.memberships.isAdmin(id)));
    if (concernsAdmin && !context.isAdmin) throw SetError.forbidden('Only administrators change administrators');
    if (id === null || id !== context.principalId) return;
    if (action === 'destroy') throw SetError.forbidden('You cannot delete yourself');
    for (const [name, isLost] of [
      ['isActive', draft.values['isActive'] === false],
      ['isArchived', draft.values['isArchived'] === true],
      ['isAdmin', context.isAdmin && draft.extras.get('isAdmin') === false],
    ] as const) {
      if (isLost) throw SetError.invalid(name, 'cannot be changed so by yourself');
    }
  }

  override async saving(draft: Draft): Promise<void> {
    const { values } = draft;
    if (draft.changed('username')) values['username'] = await this.freeUsername(draft);
    const email = draft.extras.get('email') as string | undefined;
    if (email !== undefined) await this.checkEmail(email, draft);
    if (draft.actor) await this.memberships.checkGroups(draft.extras.get('groupIds'), draft.actor);
    if (draft.actor) await this.visibility.check(draft.extras.get('visibleToIds'), draft.actor);
    if (values['successorId'] === (draft.before?.id ?? 0)) {
      throw SetError.invalid('successorId', 'must be somebody else');
    }
    if (draft.isNew) await this.begin(draft);
    if (values['isArchived'] === true) {
      if (draft.changed('isActive') && !draft.isNew && values['isActive'] === true)
        throw SetError.invalid('isActive', 'is not for those who are archived');
      values['isActive'] = false;
    }
  }

  override async saved(draft: Draft): Promise<void> {
    const { id, extras } = draft;
    if (draft.isNew) await this.settle(draft);
    else if (extras.has('name') || extras.has('email')) await this.rename(draft);
    await keepWithPrincipal(this.records, draft, ['organisation']);
    for (const [property, group] of [
      ['isInternal', 'internal'],
      ['isAdmin', 'admins'],
    ] as const) {
      const wanted = extras.get(property) ?? (draft.isNew && group === 'internal' ? true : undefined);
      if (typeof wanted === 'boolean') await this.memberships.set(id, await this.directory.builtIn(group), wanted);
    }
    const groupIds = extras.get('groupIds') as number[] | undefined;
    if (groupIds) await this.memberships.setGroups(id, groupIds);
    await this.visibility.save(draft);
    if (!draft.isNew) await this.records.touch('Profile', id, draft.changes());
    if (!draft.isNew && draft.changed('isActive')) {
      await this.records.touch('Principal', id, ['hasLogin']);
      if (draft.values['isActive'] === false) await this.credentials.endAll(id);
    }
    if (!draft.isNew && draft.changed('timeZone')) await this.records.touch('Principal', id, ['timeZone']);
    const isLost = draft.values['isActive'] === false || extras.get('isAdmin') === false;
    if (!draft.isNew && isLost && (await this.directory.activeAdministrators()).length === 0) {
      throw SetError.invalid(extras.get('isAdmin') === false ? 'isAdmin' : 'isActive', `must stay: ${LAST}`);
    }
  }

  /** The person stays as a contact, so that what they wrote keeps its author. */
  override async destroying(row: Row): Promise<void> {
    const others = (await this.directory.activeAdministrators()).filter((id) => id !== row.id);
    if (others.length === 0) throw SetError.forbidden(LAST);
    await this.credentials.endAll(row.id);
    await this.departure.of(row.id, (row['successorId'] as number | null | undefined) ?? null);
  }

  private async freeUsername(draft: Draft): Promise<string> {
    const username = loginName(String(draft.values['username']));
    if (!/^[^\s\p{C}]{1,190}$/u.test(username)) {
      throw SetError.invalid('username', 'must have 1 to 190 characters and no spaces');
    }
    const known = await this.database.manager.findOneBy(User, { username });
    if (known && known.id !== draft.before?.id) throw SetError.invalid('username', 'is taken');
    return username;
  }

  private async checkEmail(email: string, draft: Draft): Promise<void> {
    if (addressOf(email) === null) throw SetError.invalid('email', 'is no mail address');
    const known = await this.directory.findByEmail(email);
    if (!known || known.id === draft.before?.id) return;
    const isFree = draft.isNew && !(await this.database.manager.existsBy(User, { id: known.id }));
    if (!isFree) throw SetError.invalid('email', 'belongs to somebody else');
  }

  /** The id is that of a principal: of the contact with this address, else of a new one. */
  private async begin(draft: Draft): Promise<void> {
    const { values, extras } = draft;
    const [name, email] = [String(extras.get('name')), String(extras.get('email'))];
    const contact = await this.directory.findByEmail(email);
    values['id'] = contact?.id ?? (await this.directory.createPrincipal('individual', name, email));
    values['isActive'] ??= true;
    values['isArchived'] ??= false;
    values['locale'] ??= (await this.settings.read()).language;
    values['timeZone'] ??= null;
    values['passwordHash'] ??= null;
    values['createdAt'] = this.clock.now();
  }

  private async settle({ id, extras }: Draft): Promise<void> {
    const name = String(extras.get('name'));
    await this.records.update('Principal', id, { name });
    const contact = await this.records.find('Contact', id);
    if (contact) await this.records.destroy('Contact', contact);
    const personal = await this.directory.createPrincipal('personal', name);
    await this.database.manager.insert(Group, { id: personal, personalUserId: id, builtIn: null });
    await this.directory.addMember(personal, id);
    await this.directory.addMember(await this.directory.builtIn('everyone'), id);
  }

  private async rename({ id, extras }: Draft): Promise<void> {
    const name = extras.get('name');
    if (name !== undefined) await this.records.update('Principal', id, { name });
    const email = extras.get('email');
    if (typeof email !== 'string') return;
    const [main, ...others] = (await this.directory.addressesOf([id])).get(id) ?? [];
    if (main !== email) await this.directory.setAddresses(id, [...new Set([email, ...others])], 'email');
  }
}
