import { nameIn, numberIn, textIn } from './columns';
import type { Ask } from './group-office.connection';
import type { Tables } from './group-office.tables';
import type { LegacyGrant, LegacyGroup, LegacyUser } from './legacy-source';

const BUILT_IN: Readonly<Record<number, LegacyGroup['builtIn']>> = { 1: 'admins', 2: 'everyone', 3: 'internal' };

/** Users, by whichever of the two tables has any. */
export async function usersIn(tables: Tables): Promise<LegacyUser[]> {
  const rows = await tables.all('core_user');
  const old = rows.length > 0 ? [] : await tables.all('go_users');
  return [...rows, ...old].map((row) => ({
    id: numberIn(row, 'id'),
    username: textIn(row, 'username').trim(),
    name:
      textIn(row, 'displayName').trim() ||
      nameIn(row, 'first_name', 'middle_name', 'last_name') ||
      textIn(row, 'username'),
    email: textIn(row, 'email').trim(),
    isEnabled: numberIn(row, 'enabled') !== 0,
  }));
}

/** Groups without those that are one user's own. */
export async function groupsIn(tables: Tables): Promise<LegacyGroup[]> {
  const isNew = (await tables.count('core_group')) > 0;
  const members = await tables.all(isNew ? 'core_user_group' : 'go_users_groups');
  const [user, group] = isNew ? ['userId', 'groupId'] : ['user_id', 'group_id'];
  const byGroup = new Map<number, number[]>();
  for (const row of members) {
    const id = numberIn(row, group);
    byGroup.set(id, [...(byGroup.get(id) ?? []), numberIn(row, user)]);
  }
  const groups = await tables.all(isNew ? 'core_group' : 'go_groups');
  return groups
    .filter((row) => numberIn(row, 'isUserGroupFor') === 0)
    .map((row) => {
      const id = numberIn(row, 'id');
      return { id, name: textIn(row, 'name').trim(), builtIn: BUILT_IN[id] ?? null, members: byGroup.get(id) ?? [] };
    });
}

/**
 * Rows of these ACLs, by id. Of a database that is half upgraded, the table that knows them counts: since 6.3 there are
 * groups alone, and each user has one.
 */
export async function grantsIn(
  tables: Tables,
  ask: Ask,
  aclIds: readonly number[],
): Promise<Map<number, LegacyGrant[]>> {
  const grants = new Map<number, LegacyGrant[]>();
  if (aclIds.length === 0) return grants;
  const put = (aclId: number, grant: LegacyGrant): unknown => grants.set(aclId, [...(grants.get(aclId) ?? []), grant]);
  if (tables.has('core_acl_group', 'aclId', 'groupId')) {
    const personal = new Map(
      (await tables.all('core_group')).map((row) => [numberIn(row, 'id'), numberIn(row, 'isUserGroupFor')]),
    );
    for (const row of await ask('SELECT * FROM core_acl_group WHERE aclId IN (?) ORDER BY aclId, groupId', [aclIds])) {
      const groupId = numberIn(row, 'groupId');
      const userId = personal.get(groupId) ?? 0;
      const who = userId > 0 ? { userId, groupId: null } : { userId: null, groupId };
      put(numberIn(row, 'aclId'), { ...who, level: numberIn(row, 'level') });
    }
  }
  if (grants.size > 0 || !tables.has('go_acl', 'acl_id')) return grants;
  for (const row of await ask('SELECT * FROM go_acl WHERE acl_id IN (?) ORDER BY acl_id, group_id, user_id', [
    aclIds,
  ])) {
    const [userId, groupId] = [numberIn(row, 'user_id'), numberIn(row, 'group_id')];
    const who = userId > 0 ? { userId, groupId: null } : { userId: null, groupId };
    put(numberIn(row, 'acl_id'), { ...who, level: numberIn(row, 'level') });
  }
  return grants;
}

/** Main address of contacts. Those of 6.4 and later have a table of their own for addresses. */
export async function contactAddressesIn(
  tables: Tables,
  ask: Ask,
  ids: readonly number[],
): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = tables.has('addressbook_email_address', 'contactId', 'email')
    ? await ask('SELECT contactId AS id, email FROM addressbook_email_address WHERE contactId IN (?)', [ids])
    : tables.has('ab_contacts', 'id', 'email')
      ? await ask('SELECT id, email FROM ab_contacts WHERE id IN (?)', [ids])
      : [];
  const found = new Map<number, string>();
  for (const row of rows) {
    const email = textIn(row, 'email').trim();
    if (email !== '' && !found.has(numberIn(row, 'id'))) found.set(numberIn(row, 'id'), email);
  }
  return found;
}
