import { inject, injectable } from 'inversify';
import { Database } from '../database/database';
import { contains } from '../jmap/contains';
import { type Action, DataType, type Filters, type Sorts } from '../jmap/data-type';
import type { Draft } from '../jmap/draft';
import { SetError } from '../jmap/errors';
import { flag } from '../jmap/flag';
import { computed, ids, type Row, text } from '../jmap/property';
import { Records } from '../jmap/records';
import { AclGroup } from '../sharing/acl.entity';
import { Sharing } from '../sharing/sharing.service';
import { forAdministration, onlyForAdministration } from './administer';
import type { Context } from './context';
import { Directory } from './directory.service';
import { Memberships } from './memberships.service';
import { byPrincipalName, ofPrincipal, principalColumn } from './of-principal';
import { Group, GroupMember, Permission } from './principal.entity';
import { Visibility } from './visibility.service';
import { flagOf } from './words';

/** Groups of users, for administration. The three built-in ones stay; personal ones are nobody's to see. */
@injectable()
export class GroupType extends DataType<Group> {
  readonly name = 'Group';
  readonly entity = Group;
  readonly access = forAdministration<Group>('personalUserId');

  readonly properties = {
    name: ofPrincipal(() => this.database, 'name'),
    builtIn: text({ serverSet: true, nullable: true }),
    memberIds: ids('Principal', (rows) => this.memberships.membersOf(rows), { nullable: true }),
    memberCount: computed((rows) => this.count(rows)),
    isRestricted: flagOf((rows) => this.visibility.restricted(rows)),
    visibleToIds: ids('Principal', (rows) => this.visibility.seersOf(rows)),
  };

  override readonly filters: Filters = {
    text: (value, { row, bind }) => contains([principalColumn(row, 'name')], value, bind),
    isBuiltIn: (value, { row }) => flag('isBuiltIn', value, `${row}.builtIn IS NOT NULL`),
  };
  override readonly sorts: Sorts = { name: byPrincipalName };

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Directory) private readonly directory: Directory,
    @inject(Memberships) private readonly memberships: Memberships,
    @inject(Sharing) private readonly sharing: Sharing,
    @inject(Visibility) private readonly visibility: Visibility,
  ) {
    super();
  }

  override allow(action: Action, draft: Draft, context: Context): void {
    onlyForAdministration(context);
    const builtIn = draft.before?.['builtIn'] ?? null;
    if (builtIn === null) return;
    if (action === 'destroy') throw SetError.forbidden('A built-in group cannot be deleted');
    if (builtIn === 'everyone' && draft.extras.has('memberIds')) {
      throw SetError.invalid('memberIds', 'cannot be changed: every user belongs to this group');
    }
    if (builtIn !== 'admins' || !draft.extras.has('memberIds')) return;
    if (!context.isAdmin) throw SetError.forbidden('Only administrators change administrators');
    if (!(draft.extras.get('memberIds') as number[]).includes(context.principalId)) {
      throw SetError.invalid('memberIds', 'must go on naming yourself');
    }
  }

  override async saving(draft: Draft): Promise<void> {
    if (draft.actor) await this.memberships.checkMembers(draft.extras.get('memberIds'), draft.actor);
    if (draft.actor) await this.visibility.check(draft.extras.get('visibleToIds'), draft.actor);
    if (!draft.isNew) return;
    draft.values['id'] = await this.directory.createPrincipal('group', String(draft.extras.get('name')));
    draft.values['builtIn'] ??= null;
    draft.values['personalUserId'] = null;
  }

  override async saved(draft: Draft): Promise<void> {
    const name = draft.extras.get('name');
    if (!draft.isNew && name !== undefined) await this.records.update('Principal', draft.id, { name });
    await this.visibility.save(draft);
    const members = draft.extras.get('memberIds') as number[] | undefined;
    if (!members) return;
    await this.memberships.setMembers(draft.id, members);
    if (draft.values['builtIn'] === 'admins' && (await this.directory.activeAdministrators()).length === 0) {
      throw SetError.invalid('memberIds', 'must keep an active administrator');
    }
  }

  /** What was shared with the group is not any more, and its permissions end. */
  override async destroying(row: Row): Promise<void> {
    const { manager } = this.database;
    for (const { aclId } of await manager.findBy(AclGroup, { groupId: row.id })) {
      await this.sharing.grant(aclId, new Map([[row.id, 0]]));
    }
    await this.memberships.setMembers(row.id, []);
    await manager.delete(Permission, { groupId: row.id });
    await this.visibility.open(row.id);
    const principal = await this.records.find('Principal', row.id);
    if (principal) await this.records.destroy('Principal', principal);
  }

  private async count(rows: readonly Row[]): Promise<Map<number, number>> {
    const found = new Map<number, number>();
    const counts = await this.database.manager
      .createQueryBuilder(GroupMember, 'm')
      .select('m.groupId', 'groupId')
      .addSelect('COUNT(*)', 'members')
      .where('m.groupId IN (:...ids)', { ids: rows.map(({ id }) => id) })
      .groupBy('m.groupId')
      .getRawMany<{ groupId: number; members: number }>();
    for (const { id } of rows) found.set(id, 0);
    for (const { groupId, members } of counts) found.set(groupId, Number(members));
    return found;
  }
}
