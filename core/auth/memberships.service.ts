import { inject, injectable } from 'inversify';
import { In, IsNull } from 'typeorm';
import { Database } from '../database/database';
import { SetError } from '../jmap/errors';
import type { Row } from '../jmap/property';
import { Records } from '../jmap/records';
import type { Context } from './context';
import { Directory } from './directory.service';
import { Group, GroupMember } from './principal.entity';

/** Who belongs to which group, as the types of administration show and change it. Personal groups are left out. */
@injectable()
export class Memberships {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Directory) private readonly directory: Directory,
  ) {}

  /** Which of these users are members of a built-in group. */
  async flag(rows: readonly Row[], builtIn: 'admins' | 'internal'): Promise<Map<number, boolean>> {
    const groupId = await this.directory.builtIn(builtIn);
    const members = await this.membersAmong(
      groupId,
      rows.map(({ id }) => id),
    );
    return new Map(rows.map(({ id }) => [id, members.has(id)]));
  }

  async isAdmin(userId: number): Promise<boolean> {
    return (await this.membersAmong(await this.directory.builtIn('admins'), [userId])).has(userId);
  }

  /** Groups of each user that somebody put them in: neither personal nor built in. */
  async groupsOf(rows: readonly Row[]): Promise<Map<number, string[]>> {
    const found = new Map<number, string[]>(rows.map(({ id }) => [id, []]));
    const members = await this.database.manager
      .createQueryBuilder(GroupMember, 'm')
      .innerJoin(Group, 'g', 'g.id = m.groupId AND g.personalUserId IS NULL AND g.builtIn IS NULL')
      .where('m.userId IN (:...ids)', { ids: [...found.keys()] })
      .orderBy('m.groupId')
      .getMany();
    for (const { groupId, userId } of members) found.get(userId)?.push(String(groupId));
    return found;
  }

  /** Members of each group; null for Everyone, which the host keeps. */
  async membersOf(rows: readonly Row[]): Promise<Map<number, string[] | null>> {
    const found = new Map<number, string[] | null>(
      rows.map((row) => [row.id, row['builtIn'] === 'everyone' ? null : []]),
    );
    const asked = [...found].filter(([, members]) => members !== null).map(([id]) => id);
    const members = await this.database.manager.find(GroupMember, {
      where: { groupId: In(asked) },
      order: { userId: 'ASC' },
    });
    for (const { groupId, userId } of members) found.get(groupId)?.push(String(userId));
    return found;
  }

  /** @throws SetError naming `groupIds` for a group that the caller cannot put anybody in */
  async checkGroups(wanted: unknown, context: Context): Promise<void> {
    if (!Array.isArray(wanted)) return;
    const seen = await this.records.visibleIds('Group', wanted as number[], context);
    const plain = await this.database.manager.findBy(Group, { id: In([...seen]), builtIn: IsNull() });
    if (plain.length < wanted.length) throw SetError.invalid('groupIds', 'must be a list of ids that exist');
  }

  /** @throws SetError naming `memberIds` for somebody who is no user that the caller sees */
  async checkMembers(wanted: unknown, context: Context): Promise<void> {
    if (!Array.isArray(wanted)) return;
    const seen = await this.records.visibleIds('User', wanted as number[], context);
    if (seen.size < wanted.length) throw SetError.invalid('memberIds', 'must be a list of ids that exist');
  }

  async set(userId: number, groupId: number, isMember: boolean): Promise<void> {
    if (isMember) await this.directory.addMember(groupId, userId);
    else await this.directory.removeMember(groupId, userId);
  }

  async setGroups(userId: number, groupIds: readonly number[]): Promise<void> {
    const now = (await this.groupsOf([{ id: userId }])).get(userId) ?? [];
    for (const id of now.map(Number)) if (!groupIds.includes(id)) await this.directory.removeMember(id, userId);
    for (const id of groupIds) await this.directory.addMember(id, userId);
  }

  async setMembers(groupId: number, userIds: readonly number[]): Promise<void> {
    const now = await this.database.manager.findBy(GroupMember, { groupId });
    for (const { userId } of now) if (!userIds.includes(userId)) await this.directory.removeMember(groupId, userId);
    for (const userId of userIds) await this.directory.addMember(groupId, userId);
  }

  private async membersAmong(groupId: number, userIds: readonly number[]): Promise<Set<number>> {
    const members = await this.database.manager.findBy(GroupMember, { groupId, userId: In([...userIds]) });
    return new Set(members.map(({ userId }) => userId));
  }
}
