import { inject, injectable } from 'inversify';
import { IsNull } from 'typeorm';
import { Database } from '../database/database';
import { SetError } from '../jmap/errors';
import { Records } from '../jmap/records';
import { Problem } from '../problem';
import { isAddress, normaliseAddress } from './address';
import { Context, type SignIn } from './context';
import { loginName } from './login-name';
import { Address, type Contact, Group, GroupMember, Permission, Principal, User } from './principal.entity';
import { contextFrom, standingOf } from './standing';

export interface NewUser {
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly groups?: readonly number[];
  /** False for customers: they are not members of the group Internal. Default true. */
  readonly isInternal?: boolean;
  readonly passwordHash?: string | null;
  /** BCP 47 tag; default: that of the host. */
  readonly locale?: string | null;
}

/** Users, groups and contacts: making them and looking them up. All writes need a transaction. */
@injectable()
export class Directory {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
  ) {}

  /**
   * Makes a principal with login and a personal group, member of Everyone and, unless told otherwise, of Internal.
   * A contact that already has this address becomes the user: its tickets stay its own.
   * @throws SetError when name or address cannot be used or belong to somebody with login.
   */
  async createUser(user: NewUser): Promise<number> {
    const { username, name, email, groups = [], isInternal = true, passwordHash = null, locale = null } = user;
    const row = await this.records.insert<User>(
      'User',
      { username, passwordHash, ...(locale === null ? {} : { locale }) },
      { name, email: normaliseAddress(email), isInternal },
    );
    for (const groupId of groups) await this.addMember(groupId, row.id);
    return row.id;
  }

  async createGroup(name: string, builtIn: Group['builtIn'] = null): Promise<number> {
    return (await this.records.insert<Group>('Group', { builtIn }, { name })).id;
  }

  /** The group of this name, such as one that a module made when it was installed before; made when there is none. */
  async groupNamed(name: string): Promise<number> {
    const known = await this.database.manager.findOneBy(Principal, { type: 'group', name });
    return known?.id ?? this.createGroup(name);
  }

  /** Finds the principal with this address, or makes a contact without login. @throws Problem for no address */
  async findOrCreateContact(address: string, name: string): Promise<Principal> {
    const email = normaliseAddress(address);
    if (!isAddress(email)) throw new Problem(`"${address.slice(0, 80)}" is not a mail address`);
    const known = await this.findByEmail(email);
    if (known) return known;
    const shown = name.trim().slice(0, 190) || email.slice(0, 190);
    const { id } = await this.records.insert<Contact>('Contact', {}, { name: shown, addresses: [email] });
    return this.database.manager.findOneByOrFail(Principal, { id });
  }

  /** Whose address this is, be it the main one or another. */
  async findByEmail(address: string): Promise<Principal | null> {
    const { manager } = this.database;
    const known = await manager.findOneBy(Address, { email: normaliseAddress(address) });
    return known && manager.findOneBy(Principal, { id: known.principalId });
  }

  /** The user who may sign in by this user name or mail address, however it was typed. */
  async findUser(typed: string): Promise<User | null> {
    const username = loginName(typed);
    if (username === '' || username.length > 254) return null;
    const { manager } = this.database;
    const byName = await manager.findOneBy(User, { username, isActive: true });
    if (byName) return byName;
    const principal = await this.findByEmail(username);
    return principal ? manager.findOneBy(User, { id: principal.id, isActive: true }) : null;
  }

  /** Makes the row that everything else of somebody or something hangs on. */
  async createPrincipal(type: Principal['type'], name: string, email: string | null = null): Promise<number> {
    const row = await this.records.insert<Principal>('Principal', { type, name, email });
    if (email !== null) await this.database.manager.insert(Address, { principalId: row.id, email });
    return row.id;
  }

  /**
   * Sets all addresses of a principal, normalised, the main one first.
   * @param property named when an address belongs to somebody else
   */
  async setAddresses(principalId: number, addresses: readonly string[], property: string): Promise<void> {
    const { manager } = this.database;
    for (const email of addresses) {
      const known = await manager.findOneBy(Address, { email });
      if (known && known.principalId !== principalId)
        throw SetError.invalid(property, `${email} belongs to somebody else`);
    }
    await manager.delete(Address, { principalId });
    for (const email of addresses) await manager.insert(Address, { principalId, email });
    await this.records.update('Principal', principalId, { email: addresses[0] ?? null });
  }

  /** All addresses of these principals, the main one first. */
  async addressesOf(ids: readonly number[]): Promise<Map<number, string[]>> {
    const rows = await this.database.manager
      .createQueryBuilder(Address, 'a')
      .innerJoin(Principal, 'p', 'p.id = a.principalId')
      .where('a.principalId IN (:...ids)', { ids })
      .orderBy('CASE WHEN p.email = a.email THEN 0 ELSE 1 END')
      .addOrderBy('a.id')
      .getMany();
    const found = new Map<number, string[]>();
    for (const { principalId, email } of rows) found.set(principalId, [...(found.get(principalId) ?? []), email]);
    return found;
  }

  async addMember(groupId: number, userId: number): Promise<void> {
    const { manager } = this.database;
    if (await manager.existsBy(GroupMember, { groupId, userId })) return;
    await manager.insert(GroupMember, { groupId, userId });
    await this.tellOfMembership(groupId, userId);
  }

  async removeMember(groupId: number, userId: number): Promise<void> {
    const { affected } = await this.database.manager.delete(GroupMember, { groupId, userId });
    if (affected !== 0) await this.tellOfMembership(groupId, userId);
  }

  /** The users among whom at least one must stay: members of Admins who may sign in. */
  async activeAdministrators(): Promise<number[]> {
    const rows = await this.database.manager
      .createQueryBuilder(User, 'u')
      .innerJoin(GroupMember, 'm', 'm.userId = u.id')
      .innerJoin(Group, 'g', "g.id = m.groupId AND g.builtIn = 'admins'")
      .where('u.isActive = :isActive', { isActive: true })
      .getMany();
    return rows.map(({ id }) => id);
  }

  /** Gives a module permission (`support:use`) to a group. */
  async permit(permission: string, groupId: number): Promise<void> {
    const { manager, unit } = this.database;
    if (await manager.existsBy(Permission, { permission, groupId })) return;
    await manager.insert(Permission, { permission, groupId });
    const members = await manager.findBy(GroupMember, { groupId });
    unit.resync.push(...members.map((member) => member.userId));
  }

  /** Takes a module permission from a group again. */
  async revoke(permission: string, groupId: number): Promise<void> {
    const { manager, unit } = this.database;
    const { affected } = await manager.delete(Permission, { permission, groupId });
    if (affected === 0) return;
    const members = await manager.findBy(GroupMember, { groupId });
    unit.resync.push(...members.map((member) => member.userId));
  }

  /** True for a group of which somebody becomes a member by a rule: neither built in nor somebody's own. */
  takesMembers(groupId: number): Promise<boolean> {
    return this.database.manager.existsBy(Group, { id: groupId, builtIn: IsNull(), personalUserId: IsNull() });
  }

  /** Id of a built-in group. */
  async builtIn(name: 'admins' | 'everyone' | 'internal'): Promise<number> {
    return (await this.database.manager.findOneByOrFail(Group, { builtIn: name })).id;
  }

  /** The personal group of a user: what an ACL row for this user alone names. */
  async personalGroup(userId: number): Promise<number> {
    return (await this.database.manager.findOneByOrFail(Group, { personalUserId: userId })).id;
  }

  /** The group an ACL row names for a principal: a group itself, or a user's personal one; null for a contact. */
  async groupOfPrincipal(principalId: number): Promise<number | null> {
    const { manager } = this.database;
    const group = await manager.findOne(Group, { where: [{ id: principalId }, { personalUserId: principalId }] });
    return group?.id ?? null;
  }

  /** The principal behind a group: the user of a personal group, else the group itself. */
  async principalOfGroup(groupId: number): Promise<number> {
    const group = await this.database.manager.findOneByOrFail(Group, { id: groupId });
    return group.personalUserId ?? group.id;
  }

  /** Everything about a user that decides about access; null when there is no active user with this id. */
  async contextOf(userId: number, signIn: SignIn | null = null): Promise<Context | null> {
    return contextFrom(await standingOf(userId, this.database), signIn);
  }

  /**
   * Somebody who cannot sign in, as who would ask if they could: with these levels (ACL → level) and nothing else. null
   * when nobody of this id is there (any more).
   */
  async contextOfContact(principalId: number, levels: ReadonlyMap<number, number>): Promise<Context | null> {
    const person = await this.database.manager.findOneBy(Principal, { id: principalId, type: 'individual' });
    if (!person) return null;
    const { id, name, email, avatarBlobId } = person;
    const user = {
      id,
      name,
      email: email ?? '',
      username: '',
      isAdmin: false,
      locale: 'en',
      timeZone: null,
      avatarBlobId,
    };
    return new Context(user, [], false, new Set(), null, levels);
  }

  /** What a user sees changes with the groups; and user, group and principal each show the membership. */
  private async tellOfMembership(groupId: number, userId: number): Promise<void> {
    this.database.unit.resync.push(userId);
    await this.records.touch('Principal', userId, ['isInternal']);
    await this.records.touch('User', userId, ['groupIds', 'isInternal', 'isAdmin']);
    await this.records.touch('Group', groupId, ['memberIds']);
  }
}
