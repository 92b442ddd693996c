import { In } from 'typeorm';
import {
  Database,
  Directory,
  inject,
  injectable,
  isAddress,
  NewContacts,
  normaliseAddress,
  Principal,
  Records,
} from '../../../core/api';
import { MigratedRows } from '../migrated-rows.service';
import { type Discrepancy, Remarks } from '../plan/discrepancy';
import { cut, oneLine } from '../plan/words';
import type { LegacyDesk, LegacyUser } from '../source/legacy-source';

/** Under which the users of a source are remembered, whatever their table is called there. */
const USERS = 'users';

/** Who a user of the older system is here, or how they come to be somebody. */
export interface Match {
  readonly how: 'known' | 'newUser' | 'newContact' | 'nobody';
  readonly principalId: number | null;
  /** They can sign in, so they can be responsible. */
  readonly hasAccount: boolean;
}

/** Somebody by their address, as far as a ticket tells of it. */
export type Person = Pick<Principal, 'id' | 'name' | 'email' | 'organisationId'>;

/** Finds the people of an older system among those who are here, and makes those who are not. */
@injectable()
export class People {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Directory) private readonly directory: Directory,
    @inject(Records) private readonly records: Records,
    @inject(MigratedRows) private readonly rows: MigratedRows,
    @inject(NewContacts) private readonly contacts: NewContacts,
  ) {}

  /**
   * Who the users are here: remembered from an earlier run, by their address, or by their user name. Changes nothing.
   * @param createsUsers whether those who are not here get an account
   */
  async match(
    source: string,
    { users }: LegacyDesk,
    createsUsers: boolean,
  ): Promise<{ matches: Map<number, Match>; discrepancies: Discrepancy[] }> {
    const matches = new Map<number, Match>();
    const discrepancies: Discrepancy[] = [];
    const mapped = await this.rows.all(source, USERS);
    for (const user of users) {
      const remarks = new Remarks(USERS, user.id);
      matches.set(user.id, await this.matchOne(user, mapped.get(user.id)?.objectId ?? null, createsUsers, remarks));
      discrepancies.push(...remarks.all);
    }
    return { matches, discrepancies };
  }

  /** Makes the user who is to be made, and remembers who it is. Needs a transaction. @returns the principal's id, or null */
  async settle(source: string, user: LegacyUser, match: Match, isInternal: boolean): Promise<number | null> {
    if ((await this.rows.known(source, USERS, [user.id])).has(user.id)) return match.principalId;
    const name = cut(oneLine(user.name), 190) || user.username;
    let principalId = match.principalId;
    if (match.how === 'newUser') {
      principalId = await this.directory.createUser({
        username: user.username.toLowerCase(),
        name,
        email: user.email,
        isInternal,
      });
      if (!user.isEnabled) await this.records.update('User', principalId, { isActive: false });
    } else if (match.how === 'newContact')
      principalId = (await this.directory.findOrCreateContact(user.email, name)).id;
    const type = match.how === 'newUser' ? 'User' : match.how === 'newContact' ? 'Contact' : '';
    const became = { sourceTable: USERS, sourceId: user.id, type, objectId: principalId, hash: '' };
    await this.rows.remember(source, [became]);
    return principalId;
  }

  /** Who has these addresses; contacts are made for those whom nobody knows. Needs a transaction. */
  async withAddresses(
    wanted: ReadonlyMap<string, string>,
  ): Promise<{ people: Map<string, Person>; made: Set<number> }> {
    const people = await this.byAddress([...wanted.keys()]);
    const fresh = await this.contacts.make(new Map([...wanted].filter(([address]) => !people.has(address))));
    for (const person of fresh) if (person.email !== null) people.set(person.email, person);
    return { people, made: new Set(fresh.map(({ id }) => id)) };
  }

  async byId(ids: readonly number[]): Promise<Map<number, Person>> {
    const people = await this.database.rows.with<Principal>(Principal, 'id', ids);
    return new Map(people.map((person) => [person.id, person]));
  }

  /** Those whose main or other address it is. */
  async byAddress(addresses: readonly string[]): Promise<Map<string, Person>> {
    if (addresses.length === 0) return new Map();
    const found = await this.database.manager
      .createQueryBuilder(Principal, 'p')
      .innerJoin('core_address', 'a', 'a.principalId = p.id')
      .select(['p.id AS id', 'p.name AS name', 'p.email AS email', 'p.organisationId AS organisationId'])
      .addSelect('a.email', 'address')
      .where('a.email IN (:...addresses)', { addresses })
      .getRawMany<Person & { address: string }>();
    return new Map(found.map(({ address, ...person }) => [address, person]));
  }

  /** Those whose main address it is: they follow a ticket that has it in CC. */
  async followers(addresses: readonly string[]): Promise<Map<string, number>> {
    if (addresses.length === 0) return new Map();
    const found = await this.database.manager.findBy(Principal, { email: In([...addresses]) });
    return new Map(found.flatMap(({ id, email }) => (email === null ? [] : [[email, id] as const])));
  }

  private async matchOne(
    user: LegacyUser,
    mapped: number | null,
    createsUsers: boolean,
    remarks: Remarks,
  ): Promise<Match> {
    if (user.hereId !== undefined) {
      const hasAccount = (await this.directory.contextOf(user.hereId)) !== null;
      return { how: 'known', principalId: user.hereId, hasAccount };
    }
    const hasAddress = isAddress(normaliseAddress(user.email));
    const byAddress = hasAddress ? await this.directory.findByEmail(user.email) : null;
    const byName = user.username === '' ? null : await this.directory.findUser(user.username);
    const principalId = mapped ?? byAddress?.id ?? byName?.id ?? null;
    const account = principalId === null ? null : await this.directory.contextOf(principalId);
    const canHave = createsUsers && hasAddress && user.username !== '' && byName === null;
    if (canHave && account === null && (principalId === null || mapped === null))
      return { how: 'newUser', principalId: null, hasAccount: user.isEnabled };
    if (principalId !== null) {
      if (mapped === null && byAddress === null)
        remarks.add(
          'changed',
          'email',
          'The user is known by the user name alone: the address is another',
          user.email,
          byName?.username ?? '',
        );
      if (account === null) remarks.add('changed', null, 'The user has no account here', user.username);
      return { how: 'known', principalId, hasAccount: account !== null };
    }
    remarks.add('changed', null, 'The user has no account here', user.username);
    return { how: hasAddress ? 'newContact' : 'nobody', principalId: null, hasAccount: false };
  }
}
