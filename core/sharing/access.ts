import type { Context } from '../auth/context';
import { Audience } from './audience';
import { Level } from './level';

/**
 * Named parameters which every visibility condition may use; bound by `records.visible()`. An empty list is sent as
 * one impossible value, because `IN ()` is no SQL.
 */
export function accessParameters(context: Context): Record<string, unknown> {
  return {
    ctxGroups: context.groupIds.length > 0 ? context.groupIds : [0],
    ctxPermissions: context.permissions.size > 0 ? [...context.permissions] : [''],
    ctxPrincipal: context.principalId,
    ctxCredential: context.signIn?.credentialId ?? 0,
  };
}

/**
 * SQL condition: the ACL in this column grants at least the level. An EXISTS, never a join: a join would multiply
 * rows and break paging.
 */
export function aclGrants(column: string, context: Context, level: number): string {
  if (context.isAdmin) return '1 = 1';
  const permitted =
    level > Level.submit
      ? ' AND (acl_.requiredPermission IS NULL OR acl_.requiredPermission IN (:...ctxPermissions))'
      : '';
  return (
    'EXISTS (SELECT 1 FROM core_acl_group grant_ JOIN core_acl acl_ ON acl_.id = grant_.aclId ' +
    `WHERE grant_.aclId = ${column} AND grant_.groupId IN (:...ctxGroups) AND grant_.level >= ${String(level)}${permitted})`
  );
}

/**
 * Who sees the rows of one type, said twice: as a condition inside every query, and as audience keys for the change
 * log. A property test holds the two together.
 */
export interface Access<Row> {
  /** Least level at which a row of this type can be seen at all. */
  readonly least: number;
  /** SQL condition on the row called `alias`, using only the parameters of {@link accessParameters}. */
  where(alias: string, context: Context, level: number): string;
  /** The rows have an ACL of their own, in `aclId`: they can be shared, see core/sharing/acl-owner.extension.ts. */
  readonly ownsAcl?: true;
  /** SQL condition on the row called `alias`: it lies in one of the ACLs `:...acls`. Absent when no ACL decides. */
  inAcls?(alias: string): string;
  /** The audience keys are pairs: whoever sees a row of this type sees two others. */
  readonly isByPairs?: true;
  /** Audience keys of a row, read inside the transaction at hand. */
  audience(row: Row): Promise<readonly string[]>;
}

/**
 * Access of a type whose rows own an ACL (column `aclId`). It gains `myRights`, `shareWith`, default permissions and
 * share notifications by this alone.
 * @param least {@link Level.submit} when the type knows customers, else {@link Level.read}
 */
export function ownsAcl<T extends { readonly aclId: number }>(least: Level = Level.read): Access<T> {
  const audience = least === Level.submit ? Audience.submitters : Audience.readers;
  return {
    ownsAcl: true,
    least,
    where: (alias, context, level) => aclGrants(`${alias}.aclId`, context, level),
    inAcls: (alias) => `${alias}.aclId IN (:...acls)`,
    audience: (row) => Promise.resolve([audience(row.aclId)]),
  };
}
