import { Database, Directory, inject, injectable, Level, Records, type Row, Sharing } from '../../../core/api';
import { ROLE, USE } from '../../support/api';
import { TaskList } from '../../tasks/api';
import { MigratedRows } from '../migrated-rows.service';
import type { PlannedDesk, PlannedList } from '../plan/desk';
import type { LegacyDesk, LegacyGrant } from '../source/legacy-source';

const TYPES = 'ti_types';
const TYPE_GROUPS = 'ti_type_groups';
const TEMPLATES = 'ti_templates';
const GROUPS = 'groups';

/** A list that is there, with its statuses: id in the source → id here. */
export interface MadeList {
  readonly id: number;
  readonly aclId: number;
  readonly statuses: ReadonlyMap<number, number>;
}

/** User of the source → principal here. */
type UserIds = ReadonlyMap<number, number>;

/** Makes the lists, groupings, statuses and replies that a desk becomes, each once. All of it needs a transaction. */
@injectable()
export class Lists {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Directory) private readonly directory: Directory,
    @inject(Records) private readonly records: Records,
    @inject(Sharing) private readonly sharing: Sharing,
    @inject(MigratedRows) private readonly rows: MigratedRows,
  ) {}

  async groupings(source: string, { groupings }: PlannedDesk): Promise<Map<number, number>> {
    const made = new Map<number, number>();
    const known = await this.rows.all(source, TYPE_GROUPS);
    for (const { id, name, sortOrder } of groupings) {
      const before = known.get(id)?.objectId ?? null;
      const here = before ?? (await this.records.insert('TaskListGrouping', { name, sortOrder })).id;
      made.set(id, here);
      if (before === null) await this.remember(source, TYPE_GROUPS, id, 'TaskListGrouping', here);
    }
    return made;
  }

  async replies(source: string, { replies }: PlannedDesk): Promise<void> {
    const known = await this.rows.all(source, TEMPLATES);
    for (const { id, name, text } of replies) {
      if (known.has(id)) continue;
      const { id: here } = await this.records.insert('CannedReply', { name, text, sortOrder: 0 });
      await this.remember(source, TEMPLATES, id, 'CannedReply', here);
    }
  }

  async list(
    source: string,
    planned: PlannedList,
    desk: LegacyDesk,
    groupings: ReadonlyMap<number, number>,
    users: UserIds,
  ): Promise<MadeList> {
    const before = (await this.rows.known(source, TYPES, [planned.typeId])).get(planned.typeId)?.objectId ?? null;
    const id = before ?? (await this.make(planned, groupings));
    const { aclId } = await this.database.manager.findOneByOrFail(TaskList, { id });
    if (before === null) {
      await this.share(source, aclId, planned, desk, users);
      await this.remember(source, TYPES, planned.typeId, 'TaskList', id);
    }
    return { id, aclId, statuses: await this.statuses(source, planned, id) };
  }

  private async make(planned: PlannedList, groupings: ReadonlyMap<number, number>): Promise<number> {
    const { name, description, senderName, typeGroupId } = planned;
    const groupingId = typeGroupId === null ? null : (groupings.get(typeGroupId) ?? null);
    const values = { name, description, senderName, groupingId, color: '', role: ROLE, sortOrder: 0 };
    return (await this.records.insert('TaskList', values)).id;
  }

  /** Statuses of a list: those that came later in the source are added. */
  private async statuses(
    source: string,
    { typeId, statuses }: PlannedList,
    taskListId: number,
  ): Promise<Map<number, number>> {
    const made = new Map<number, number>();
    const table = `ti_statuses of type ${String(typeId)}`;
    const known = await this.rows.all(source, table);
    for (const [sortOrder, { statusId, name }] of statuses.entries()) {
      const before = known.get(statusId)?.objectId ?? null;
      const values = { taskListId, name, progress: 'in-process', sortOrder };
      const here = before ?? (await this.records.insert('TaskStatus', values)).id;
      made.set(statusId, here);
      if (before === null) await this.remember(source, table, statusId, 'TaskStatus', here);
    }
    return made;
  }

  /** Agents work on the tickets, some read them, customers file some; nobody else, whatever new lists are shared with. */
  private async share(
    source: string,
    aclId: number,
    { agents, readers, customers }: PlannedList,
    desk: LegacyDesk,
    users: UserIds,
  ): Promise<void> {
    const levels = new Map<number, number>();
    const give = async (grant: LegacyGrant, level: number): Promise<void> => {
      const group = await this.groupOf(source, grant, desk, users);
      if (group === null) return;
      levels.set(group, Math.max(levels.get(group) ?? 0, level));
      // Without it every level counts as a customer's.
      if (level > Level.submit) await this.directory.permit(USE, group);
    };
    for (const grant of customers) await give(grant, Level.submit);
    for (const grant of readers) await give(grant, Level.read);
    for (const grant of agents) await give(grant, Level.write);
    await this.sharing.replace(aclId, levels);
  }

  /** The group here that a row of an ACL names; null for administrators, who pass everywhere, and for who has no account. */
  private async groupOf(
    source: string,
    { userId, groupId }: LegacyGrant,
    desk: LegacyDesk,
    users: UserIds,
  ): Promise<number | null> {
    if (userId !== null) {
      const principal = users.get(userId);
      return principal === undefined ? null : this.directory.groupOfPrincipal(principal);
    }
    const group = desk.groups.find(({ id }) => id === groupId);
    if (!group || group.builtIn === 'admins') return null;
    if (group.hereId !== undefined) return group.hereId;
    if (group.builtIn !== null) return this.directory.builtIn(group.builtIn);
    const known = (await this.rows.known(source, GROUPS, [group.id])).get(group.id)?.objectId ?? null;
    if (known !== null) return known;
    // One of this name that is here already has members, and rights, of its own.
    const name = (group.name || `Group ${String(group.id)}`).slice(0, 150);
    const isTaken = await this.records.unrestricted('Principal').andWhere({ type: 'group', name }).getExists();
    const id = await this.directory.createGroup(isTaken ? `${name} (${source.slice(0, 30)})` : name);
    for (const member of group.members) {
      const principal = users.get(member);
      if (principal !== undefined && (await this.directory.contextOf(principal)))
        await this.directory.addMember(id, principal);
    }
    await this.remember(source, GROUPS, group.id, 'Group', id);
    return id;
  }

  private async remember(
    source: string,
    sourceTable: string,
    sourceId: number,
    type: string,
    objectId: Row['id'],
  ): Promise<void> {
    await this.rows.remember(source, [{ sourceTable, sourceId, type, objectId, hash: '' }]);
  }
}
