import type { Database } from '../database/database';
import { sql } from '../database/sql';
import { Context, type SignIn } from './context';
import type { Group, Permission, Principal, User } from './principal.entity';

/** Somebody with login in one of their groups, with one of the permissions that it gives. */
export type Standing = { readonly userId: number } & Pick<User, 'username' | 'locale' | 'timeZone'> &
  Pick<Principal, 'name' | 'email' | 'avatarBlobId' | 'organisationId'> &
  Nullable<{ groupId: number } & Pick<Group, 'builtIn'> & Pick<Permission, 'permission'>>;

/** The tables of which a context is made. */
export const STANDING_TABLES = ['core_user', 'core_principal', 'core_group_member', 'core_group', 'core_permission'];
/** What is read of them, for each group and permission. */
export const STANDING = sql`user_.id AS userId, user_.username, user_.locale, user_.timeZone, principal_.name, principal_.email, principal_.avatarBlobId, principal_.organisationId, group_.id AS groupId, group_.builtIn, permission_.permission`;
/** Them, for those who may sign in. */
export const PEOPLE = sql`core_user user_ JOIN core_principal principal_ ON principal_.id = user_.id AND user_.isActive = 1 LEFT JOIN core_group_member member_ ON member_.userId = user_.id LEFT JOIN core_group group_ ON group_.id = member_.groupId LEFT JOIN core_permission permission_ ON permission_.groupId = member_.groupId`;

type Nullable<T> = { readonly [name in keyof T]: T[name] | null };

/** How somebody stands who may sign in; no rows for anybody else. */
export function standingOf(userId: number, database: Database): Promise<Standing[]> {
  return sql`SELECT ${STANDING} FROM ${PEOPLE} WHERE user_.id = ${userId}`.run<Standing>(database);
}

/** The context that these rows say, of one person; null of none. */
export function contextFrom(rows: readonly Standing[], signIn: SignIn | null): Context | null {
  const [user] = rows;
  if (!user) return null;
  const { userId: id, name, email, username, locale, timeZone, avatarBlobId } = user;
  const has = (builtIn: Group['builtIn']): boolean => rows.some((row) => row.builtIn === builtIn);
  const isAdmin = has('admins');
  return new Context(
    { id, name, email: email ?? '', username, isAdmin, locale, timeZone, avatarBlobId },
    [...new Set(present(rows.map(({ groupId }) => groupId)))],
    has('internal'),
    new Set(present(rows.map(({ permission }) => permission))),
    signIn,
    null,
    user.organisationId,
  );
}

function present<T>(values: readonly (T | null)[]): T[] {
  return values.filter((value) => value !== null);
}
