import { inject, injectable } from 'inversify';
import { In } from 'typeorm';
import type { Context } from '../auth/context';
import { Directory } from '../auth/directory.service';
import { Database } from '../database/database';
import { MethodError } from '../jmap/errors';
import { parseShares, type Row } from '../jmap/property';
import { Records, ROW } from '../jmap/records';
import { Types } from '../jmap/types';
import { Acl, AclGroup, DefaultGrant } from './acl.entity';
import { type Grants, merged, replaced } from './default-grants';
import { foreignRight, levelOf } from './level';
import { ShareNotifications } from './share-notifications.service';
import { Sharing } from './sharing.service';

/** Objects whose ACLs are read at once. */
const BATCH = 500;

/** How the defaults come to objects that are there already. */
type Way = 'add' | 'reset';

/** What new objects of a type are shared with when their maker says nothing, and bringing that to the others. */
@injectable()
export class DefaultPermissions {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Types) private readonly types: Types,
    @inject(Records) private readonly records: Records,
    @inject(Sharing) private readonly sharing: Sharing,
    @inject(Directory) private readonly directory: Directory,
    @inject(ShareNotifications) private readonly notifications: ShareNotifications,
  ) {}

  /** Names of all types whose objects own an ACL. */
  owners(): string[] {
    return this.types.names().filter((name) => this.types.get(name).type.access.ownsAcl === true);
  }

  /** Group → level that a new object of the type gets. */
  async of(type: string): Promise<Grants> {
    const rows = await this.database.manager.find(DefaultGrant, { where: { type }, order: { groupId: 'ASC' } });
    return new Map(rows.map(({ groupId, level }) => [groupId, level]));
  }

  /** Principal → level, as people see it. */
  async named(type: string): Promise<Map<number, number>> {
    const named = new Map<number, number>();
    for (const [groupId, level] of await this.of(type)) {
      named.set(await this.directory.principalOfGroup(groupId), level);
    }
    return named;
  }

  /**
   * Least level of a type whose objects can be shared.
   * @throws MethodError invalidArguments for any other type
   */
  leastOf(type: string): number {
    if (!this.owners().includes(type)) {
      throw MethodError.invalidArguments(`type: objects of "${type.slice(0, 60)}" cannot be shared`);
    }
    return this.types.get(type).type.access.least;
  }

  /**
   * Replaces the defaults of a type, for objects made from now on.
   * @param shareWith principal → rights, as a client sends it
   * @throws MethodError invalidArguments when it names somebody or a right that there is not
   */
  async set(type: string, shareWith: unknown, context: Context): Promise<void> {
    const least = this.leastOf(type);
    const parsed = parseShares(shareWith);
    if ('fault' in parsed) throw MethodError.invalidArguments(`shareWith ${parsed.fault}`);
    await this.database.transaction(async () => {
      const { manager } = this.database;
      const seen = await this.records.visibleIds('Principal', [...parsed.value.keys()], context);
      await manager.delete(DefaultGrant, { type });
      for (const [id, rights] of parsed.value) {
        const groupId = seen.has(id) ? await this.directory.groupOfPrincipal(id) : null;
        if (groupId === null)
          throw MethodError.invalidArguments(`shareWith names "${String(id)}", who is no user or group`);
        const foreign = foreignRight(least, rights);
        if (foreign !== null)
          throw MethodError.invalidArguments(`shareWith names "${foreign}", which is no right on a ${type}`);
        const level = levelOf(rights);
        if (level === 0) continue;
        await manager.insert(DefaultGrant, { type, groupId, level });
      }
    });
  }

  async count(type: string): Promise<number> {
    return this.records.unrestricted(type).getCount();
  }

  /** How many objects {@link apply} would change now. */
  async preview(type: string, way: Way): Promise<number> {
    let touched = 0;
    await this.each(type, way, () => {
      touched++;
      return Promise.resolve();
    });
    return touched;
  }

  /**
   * Adds the defaults to all objects of the type, or replaces what they are shared with. Answers how many changed.
   * All in one transaction: either everybody sees the new order, or nobody does.
   */
  apply(type: string, way: Way, actor: Context): Promise<number> {
    return this.database.transaction(async () => {
      let touched = 0;
      await this.each(type, way, async (row, changes) => {
        const changed = await this.sharing.grant(Number(row['aclId']), changes);
        await this.records.touch(type, row.id, ['shareWith']);
        await this.notifications.tell(type, row, changed, actor);
        touched++;
      });
      return touched;
    });
  }

  /** Every object that the defaults would change, with the levels to be set. */
  private async each(type: string, way: Way, visit: (row: Row, changes: Grants) => Promise<void>): Promise<void> {
    const defaults = await this.of(type);
    for (let last = 0; ; ) {
      const rows = await this.records
        .unrestricted(type)
        .where(`${ROW}.id > :last`, { last })
        .orderBy(`${ROW}.id`)
        .limit(BATCH)
        .getMany();
      const acls = await this.acls(rows.map((row) => Number(row['aclId'])));
      for (const row of rows) {
        const { owner = null, grants = new Map<number, number>() } = acls.get(Number(row['aclId'])) ?? {};
        const changes = way === 'add' ? merged(grants, defaults) : replaced(grants, defaults, owner);
        if (changes.size > 0) await visit(row, changes);
      }
      const end = rows.at(-1);
      if (end === undefined || rows.length < BATCH) return;
      last = end.id;
    }
  }

  private async acls(
    ids: readonly number[],
  ): Promise<Map<number, { owner: number | null; grants: Map<number, number> }>> {
    if (ids.length === 0) return new Map();
    const { manager } = this.database;
    const owners = await manager.findBy(Acl, { id: In(ids) });
    const acls = new Map(owners.map((acl) => [acl.id, { owner: acl.ownerGroupId, grants: new Map<number, number>() }]));
    for (const { aclId, groupId, level } of await manager.findBy(AclGroup, { aclId: In(ids) })) {
      acls.get(aclId)?.grants.set(groupId, level);
    }
    return acls;
  }
}
