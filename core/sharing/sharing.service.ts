import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { Database } from '../database/database';
import { sql } from '../database/sql';
import { Acl, AclGroup } from './acl.entity';
import type { LevelHolder } from './audience';
import { Level } from './level';

/** A user's level on an ACL before and after. */
export interface LevelChange {
  readonly was: number;
  readonly is: number;
}

/** A user's level on an ACL, and as one of which organisation they see what its people share by it. */
interface Standing {
  readonly level: number;
  readonly organisationId: string | null;
}

/** ACLs: who has which level on what, now. */
@injectable()
export class Sharing {
  constructor(@inject(Database) private readonly database: Database) {}

  /** Makes an ACL; to be called inside the transaction that makes its owner. */
  async createAcl(grants: ReadonlyMap<number, number>, ownerGroupId: number | null = null): Promise<number> {
    const { manager } = this.database;
    const result = await manager.insert(Acl, { requiredPermission: null, ownerGroupId, isSharedInOrganisation: false });
    const aclId = (result.identifiers[0] as { id: number }).id;
    await this.grant(aclId, grants);
    return aclId;
  }

  /** Personal group of who made the ACL's object, or null. */
  async ownerOf(aclId: number): Promise<number | null> {
    return (await this.database.manager.findOneByOrFail(Acl, { id: aclId })).ownerGroupId;
  }

  /** Makes every level above submit depend on a module permission; for an ACL that nobody uses yet. */
  async require(aclId: number, permission: string): Promise<void> {
    await this.database.manager.update(Acl, aclId, { requiredPermission: permission });
  }

  /** Group → level of one ACL. */
  async grants(aclId: number): Promise<Map<number, number>> {
    const rows = await this.database.manager.findBy(AclGroup, { aclId });
    return new Map(rows.map((row) => [row.groupId, row.level]));
  }

  /**
   * Sets levels of groups (0 removes the row) and logs whose level changes: `myRights` are part of what they see.
   * Answers the users whose level differs now.
   */
  async grant(aclId: number, changes: ReadonlyMap<number, number>): Promise<ReadonlyMap<number, LevelChange>> {
    const { manager, unit } = this.database;
    const before = await this.levelsOf(aclId);
    for (const [groupId, level] of changes) {
      await manager.delete(AclGroup, { aclId, groupId });
      if (level > 0) await manager.insert(AclGroup, { aclId, groupId, level });
    }
    const after = await this.levelsOf(aclId);
    const changed = new Map<number, LevelChange>();
    for (const userId of new Set([...before.keys(), ...after.keys()])) {
      const [was, is] = [before.get(userId)?.level ?? 0, after.get(userId)?.level ?? 0];
      if (was === is) continue;
      const wasOrganisationId = (before.get(userId) ?? after.get(userId))?.organisationId ?? null;
      unit.accessChanges.push({ userId, aclId, wasLevel: was, wasOrganisationId });
      changed.set(userId, { was, is });
    }
    return changed;
  }

  /** The same for all groups: those that are not named lose their level. */
  async replace(aclId: number, grants: ReadonlyMap<number, number>): Promise<ReadonlyMap<number, LevelChange>> {
    const gone = [...(await this.grants(aclId)).keys()].filter((groupId) => !grants.has(groupId));
    return this.grant(aclId, new Map([...grants, ...gone.map((groupId): [number, number] => [groupId, 0])]));
  }

  /** True when some person may manage by this ACL. */
  async isManaged(aclId: number): Promise<boolean> {
    return [...(await this.levelsOf(aclId)).values()].some(({ level }) => level >= Level.manage);
  }

  /** Those of the ACLs by which people of one organisation see what is one another's. */
  async sharedInOrganisation(aclIds: readonly number[]): Promise<ReadonlySet<number>> {
    const shared = await this.inOrganisations();
    return new Set(aclIds.filter((aclId) => shared.has(aclId)));
  }

  /** Has people of one organisation see what is one another's under an ACL, or no longer. Needs a transaction. */
  async shareInOrganisation(aclId: number, isShared: boolean): Promise<void> {
    const { manager, unit } = this.database;
    const before = await this.levelsOf(aclId);
    await manager.update(Acl, aclId, { isSharedInOrganisation: isShared });
    for (const [userId, { level, organisationId }] of await this.levelsOf(aclId)) {
      const wasOrganisationId = before.get(userId)?.organisationId ?? null;
      if (wasOrganisationId !== organisationId)
        unit.accessChanges.push({ userId, aclId, wasLevel: level, wasOrganisationId });
    }
  }

  /** Logs that somebody was of another organisation until now, wherever that decides what they see. Needs a transaction. */
  async rejoined(person: Context, was: string | null): Promise<void> {
    const [levels, shared] = [await this.levels(person), await this.inOrganisations()];
    const { accessChanges } = this.database.unit;
    for (const [aclId, wasLevel] of levels) {
      if (!shared.has(aclId)) continue;
      accessChanges.push({ userId: person.principalId, aclId, wasLevel, wasOrganisationId: was });
    }
  }

  private inOrganisations(): Promise<ReadonlySet<number>> {
    return this.database.kept('shared in organisations', async () => {
      const rows = await sql`SELECT id FROM core_acl WHERE isSharedInOrganisation = 1`.run<{ id: number }>(
        this.database,
      );
      return new Set(rows.map(({ id }) => id));
    });
  }

  /** The caller's level on an ACL; 50 for administrators. */
  async levelOn(aclId: number, context: Context): Promise<number> {
    if (context.isAdmin) return Level.manage;
    return (await this.levels(context)).get(aclId) ?? 0;
  }

  /**
   * The caller with all levels of the moment, so that one answer asks for them once. For reading alone: who changes
   * something is looked at under the lock of the change.
   */
  async standing(context: Context): Promise<Context> {
    if (context.isAdmin) return context;
    return context.withLevels(await this.levels(context));
  }

  /** All ACLs on which the caller has a level. Not for administrators, who have all. */
  async levels(context: Context): Promise<ReadonlyMap<number, number>> {
    if (context.levels) return context.levels;
    const { groupIds, permissions } = context;
    const name = ['levels', ...groupIds, ...permissions].join(' ');
    return this.database.kept(name, () => this.readLevels(context));
  }

  private async readLevels(context: Context): Promise<ReadonlyMap<number, number>> {
    const rows =
      await sql`SELECT grant_.aclId AS aclId, MAX(grant_.level) AS level, MAX(acl_.requiredPermission) AS required FROM core_acl_group grant_ JOIN core_acl acl_ ON acl_.id = grant_.aclId WHERE grant_.groupId IN (${context.groupIds}) GROUP BY grant_.aclId`.run<{
        aclId: number;
        level: number;
        required: string | null;
      }>(this.database);
    return new Map(
      rows.map(({ aclId, level, required }) => [
        aclId,
        required === null || context.permissions.has(required) ? level : Math.min(level, Level.submit),
      ]),
    );
  }

  /** What the caller holds now, as the change log asks for it. */
  async holder(context: Context): Promise<LevelHolder> {
    const { organisationId } = context;
    const levels = context.isAdmin ? new Map<number, number>() : await this.levels(context);
    const shared = organisationId === null ? new Set<number>() : await this.inOrganisations();
    return {
      isAdmin: context.isAdmin,
      principalId: context.principalId,
      isInternal: context.isInternal,
      permissions: context.permissions,
      levels,
      levelOn: (aclId) => (context.isAdmin ? Level.manage : (levels.get(aclId) ?? 0)),
      organisationOn: (aclId) => (shared.has(aclId) ? organisationId : null),
    };
  }

  /** User → standing on one ACL, capped where the required permission is missing. Administrators see all anyhow. */
  private async levelsOf(aclId: number): Promise<Map<number, Standing>> {
    const rows = await this.database.manager.query<(Standing & { userId: number; permitted: number })[]>(
      `SELECT m.userId AS userId, MAX(g.level) AS level,
         MAX(CASE WHEN a.isSharedInOrganisation = 1 THEN (
           SELECT o.organisationId FROM core_principal o WHERE o.id = m.userId) END) AS organisationId,
         MAX(CASE WHEN a.requiredPermission IS NULL OR EXISTS (
           SELECT 1 FROM core_permission p JOIN core_group_member pm ON pm.groupId = p.groupId
           WHERE p.permission = a.requiredPermission AND pm.userId = m.userId) THEN 1 ELSE 0 END) AS permitted
       FROM core_acl_group g JOIN core_acl a ON a.id = g.aclId JOIN core_group_member m ON m.groupId = g.groupId
       WHERE g.aclId = ? GROUP BY m.userId`,
      [aclId],
    );
    return new Map(
      rows.map(({ userId, level, organisationId, permitted }) => [
        userId,
        { level: Number(permitted) === 1 ? level : Math.min(level, Level.submit), organisationId },
      ]),
    );
  }
}
