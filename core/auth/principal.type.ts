import { inject, injectable } from 'inversify';
import { In } from 'typeorm';
import { Database } from '../database/database';
import { byText } from '../jmap/collation';
import { containing } from '../jmap/contains';
import { DataType, type FilterScope, type Filters, type Sorts } from '../jmap/data-type';
import type { Draft } from '../jmap/draft';
import { MethodError, SetError } from '../jmap/errors';
import { flag } from '../jmap/flag';
import { computed, idOf, type Row, text } from '../jmap/property';
import { Records } from '../jmap/records';
import { idsOf } from '../jmap/standard-filters';
import { PRINCIPALS, Types } from '../jmap/types';
import { type Access, aclGrants } from '../sharing/access';
import { Audience } from '../sharing/audience';
import { heldBy } from '../sharing/held-by';
import { Level } from '../sharing/level';
import { Sharing } from '../sharing/sharing.service';
import type { Context } from './context';
import { Directory } from './directory.service';
import { memberOf } from './member-of';
import { Memberships } from './memberships.service';
import { organisationIdOf } from './organisation';
import { Principal, User } from './principal.entity';

/** SQL condition: the row of this principal may sign in. */
const LOGIN = 'EXISTS (SELECT 1 FROM core_user login_ WHERE login_.id = {row}.id AND login_.isActive = 1)';
/** SQL expression: the time zone that the principal has chosen, if it is a user. */
const zoneOf = (row: string): string => `(SELECT zone_.timeZone FROM core_user zone_ WHERE zone_.id = ${row}.id)`;
const SHARED: readonly string[] = ['name', 'email', 'avatarBlobId', 'organisation'];
/** Of whom administration alone and the person are shown it, by other types. */
const OF_ADMINISTRATION: readonly string[] = ['organisation', 'organisationId'];
/** Nobody to be named. */
const HIDDEN: readonly string[] = ['personal', 'gone'];

/**
 * Users, groups and contacts as JMAP principals (RFC 9670 §2). Members of Internal see everybody who is not restricted to
 * those whom an administrator named; others see themselves and where they are named, so a customer cannot list the other
 * customers. Personal groups are seen by nobody, and neither is a deleted contact. The filter `mayRead` takes an object
 * (`{ type, id }`) and finds who may read it as a colleague; whoever may not do so finds nobody.
 */
@injectable()
export class PrincipalType extends DataType<Principal> {
  readonly name = 'Principal';
  readonly entity = Principal;
  override readonly links = true;
  override readonly appearance = { label: 'People', icon: 'users', title: 'name' };
  override readonly standardCapability = PRINCIPALS;

  readonly access: Access<Principal> = {
    least: Level.read,
    where: (alias: string, context: Context, level: number) => {
      // Nobody but an administrator changes principals, not even the own one.
      if (level > Level.read && !context.isAdmin) return '1 = 0';
      const isSomebody = `${alias}.type NOT IN ('personal', 'gone')`;
      if (context.isAdmin) return isSomebody;
      const open = context.isInternal ? `${alias}.aclId IS NULL OR ` : '';
      const named = aclGrants(`${alias}.aclId`, context, Level.read);
      return `${isSomebody} AND (${open}${alias}.id = :ctxPrincipal OR ${named})`;
    },
    inAcls: (alias: string) => `${alias}.aclId IN (:...acls)`,
    audience: ({ id, type, aclId }: Principal) => {
      if (HIDDEN.includes(type)) return Promise.resolve([]);
      return Promise.resolve([aclId === null ? Audience.internal : Audience.readers(aclId), Audience.person(id)]);
    },
  };

  readonly properties = {
    type: text({ serverSet: true }),
    name: text({ serverSet: true }),
    email: text({ serverSet: true, nullable: true, max: 254 }),
    avatarBlobId: text({ serverSet: true, nullable: true }),
    /** Nobody has one so far. */
    description: computed(() => Promise.resolve(new Map())),
    timeZone: computed((rows) => this.timeZones(rows)),
    /** No capability says more about a principal. */
    capabilities: computed((rows) => Promise.resolve(new Map(rows.map(({ id }) => [id, {}]))), { nullable: false }),
    /** The one account is the organisation's, nobody's own. */
    accounts: computed(() => Promise.resolve(new Map())),
    /** May sign in now. */
    hasLogin: computed((rows) => this.logins(rows)),
    isInternal: computed((rows) => this.memberships.flag(rows, 'internal')),
  };

  override readonly filters: Filters = {
    ids: (value, { row, bind }) => `${row}.id IN ${bind(idsOf('ids', value))}`,
    type: (value, { row, bind }) => `${row}.type = ${bind(String(value))}`,
    hasLogin: (value, { row }) => flag('hasLogin', value, LOGIN.replaceAll('{row}', row)),
    isInternal: (value, { row }) => flag('isInternal', value, memberOf(row, 'internal')),
    mayRead: (value, scope) => this.mayRead(value, scope),
    text: containing('name', 'email'),
    name: containing('name'),
    email: containing('email'),
    timeZone: (value, { row, bind }) => `${zoneOf(row)} = ${bind(String(value))}`,
    accountIds: (value) => {
      idsOf('accountIds', value);
      return '1 = 0';
    },
  };
  /** Logins, memberships and rights change without a change of the principal. */
  override readonly volatileFilters = ['hasLogin', 'isInternal', 'mayRead'];
  override readonly sorts: Sorts = { name: byText('{row}.name') };
  override readonly search = ['name', 'email'] as const;

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Memberships) private readonly memberships: Memberships,
    @inject(Records) private readonly records: Records,
    @inject(Types) private readonly types: Types,
    @inject(Directory) private readonly directory: Directory,
    @inject(Sharing) private readonly sharing: Sharing,
  ) {
    super();
  }

  override allow(): void {
    throw SetError.forbidden('Principals are changed in System settings');
  }

  override saving({ values }: Draft): void {
    values['aclId'] ??= null;
    const organisation = ((values['organisation'] ?? '') as string).trim();
    values['organisation'] = organisation || null;
    values['organisationId'] = organisationIdOf(organisation);
  }

  override told(_row: Row, names: readonly string[], audience: readonly string[]): readonly string[] {
    return names.length > 0 && names.every((name) => OF_ADMINISTRATION.includes(name)) ? [] : audience;
  }

  /** Name, address, picture and organisation are shown by the other types of the same person as well. */
  override async saved(draft: Draft): Promise<void> {
    if (draft.before && draft.changed('organisationId')) await this.rejoined(draft.before);
    const names = draft.isNew ? [] : draft.changes().filter((name) => SHARED.includes(name));
    if (names.length === 0) return;
    for (const type of ['User', 'Group', 'Contact', 'Profile']) await this.records.touch(type, draft.id, names);
  }

  /** Who is of another organisation sees what is that one's; who cannot sign in now will read anew. */
  private async rejoined({ id, organisationId }: Row): Promise<void> {
    const person = await this.directory.contextOf(id);
    if (person) await this.sharing.rejoined(person, (organisationId as string | null | undefined) ?? null);
    else this.database.unit.resync.push(id);
  }

  /** What the caller may not read is as unknown as what does not exist, and so are its readers. */
  private async mayRead(value: unknown, { context, row, bind }: FilterScope): Promise<string> {
    const { type, id } = (value ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof type !== 'string' || typeof id !== 'string')
      throw MethodError.invalidArguments('filter/mayRead must be { type, id }');
    const wanted = this.types.names().includes(type) ? (idOf(id) ?? 0) : 0;
    if (wanted === 0) return '1 = 0';
    const isRead = await this.records.visibleIds(type, [wanted], context, Level.read);
    const object = isRead.has(wanted) ? await this.records.find(type, wanted) : null;
    if (!object) return '1 = 0';
    const keys = this.records.readersAmong(type, await this.records.audienceOf(type, object));
    return `(${LOGIN.replaceAll('{row}', row)} AND ${heldBy(row, keys, bind)})`;
  }

  private async timeZones(rows: readonly Row[]): Promise<Map<number, unknown>> {
    const users = await this.database.manager.findBy(User, { id: In(rows.map(({ id }) => id)) });
    return new Map(users.map(({ id, timeZone }) => [id, timeZone]));
  }

  private async logins(rows: readonly Row[]): Promise<Map<number, boolean>> {
    const users = await this.database.manager.findBy(User, { id: In(rows.map(({ id }) => id)), isActive: true });
    const ids = new Set(users.map(({ id }) => id));
    return new Map(rows.map(({ id }) => [id, ids.has(id)]));
  }
}
