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
    ctxOrganisation: context.organisationId,
    ctxCredential: context.signIn?.credentialId ?? 0,
    ctxSubmit: context.aclsWith(Level.submit),
    ctxRead: context.aclsWith(Level.read),
  };
}

/**
 * SQL condition: the ACL in this column grants at least the level. An EXISTS, never a join: a join would multiply
 * rows and break paging.
 */
export function aclGrants(column: string, context: Context, level: number): string {
  if (context.isAdmin) return '1 = 1';
  const known = level === Level.submit || level === Level.read ? context.aclsWith(level) : null;
  if (known !== null && known.length === 0) return '1 = 0';
  if (known !== null) return `${column} IN (:...${level === Level.submit ? 'ctxSubmit' : 'ctxRead'})`;
  const permitted =
    level > Level.submit
      ? ' AND (acl_.requiredPermission IS NULL OR acl_.requiredPermission IN (:...ctxPermissions))'
      : '';
  return (
    'EXISTS (SELECT 1 FROM core_acl_group grant_ JOIN core_acl acl_ ON acl_.id = grant_.aclId ' +
    `WHERE grant_.aclId = ${column} AND grant_.groupId IN (:...ctxGroups) AND grant_.level >= ${String(level)}${permitted})`
  );
}

/** SQL condition: what is under the ACL in this column is shown to the people of the organisation whose it is. */
export function isSharedInOrganisation(column: string): string {
  return `EXISTS (SELECT 1 FROM core_acl shared_ WHERE shared_.id = ${column} AND shared_.isSharedInOrganisation = 1)`;
}

/**
 * SQL condition: the row of this table whose id is in `column` has an ACL, in `aclId`, that grants at least the level.
 * @param alias of the table's row
 * @param more further condition on that row
 */
export function ownerGrants(
  [table, alias]: readonly [table: string, alias: string],
  column: string,
  context: Context,
  level: number,
  more = '1 = 1',
): string {
  const grants = aclGrants(`${alias}.aclId`, context, level);
  if (grants === '1 = 0') return grants;
  // When the ACLs are known, so are their few owners, and a query can begin with them.
  return context.levels
    ? `${column} IN (SELECT ${alias}.id FROM ${table} ${alias} WHERE ${grants} AND ${more})`
    : `EXISTS (SELECT 1 FROM ${table} ${alias} WHERE ${alias}.id = ${column} AND ${more} AND ${grants})`;
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
