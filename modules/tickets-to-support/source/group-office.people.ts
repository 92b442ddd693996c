import { nameIn, numberIn, textIn } from './columns';
import { meantBy } from './double-encoded';
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

/** Main address of contacts. Those of 6.4 and later have a table of their own for addresses; of a database that is half upgraded, the older one knows the rest. */
export async function contactAddressesIn(
  tables: Tables,
  ask: Ask,
  ids: readonly number[],
): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  const look = async (is: boolean, statement: string): Promise<void> => {
    const left = ids.filter((id) => !found.has(id));
    if (!is || left.length === 0) return;
    for (const row of await ask(statement, [left])) {
      const email = textIn(row, 'email').trim();
      if (email !== '' && !found.has(numberIn(row, 'id'))) found.set(numberIn(row, 'id'), email);
    }
  };
  await look(
    tables.has('addressbook_email_address', 'contactId', 'email'),
    'SELECT contactId AS id, email FROM addressbook_email_address WHERE contactId IN (?) ORDER BY id',
  );
  await look(tables.has('ab_contacts', 'id', 'email'), 'SELECT id, email FROM ab_contacts WHERE id IN (?)');
  return found;
}

/**
 * Names of companies. Since 6.4 they are contacts too, with other ids than before, which tickets then name; of a database that
 * is half upgraded, tickets still name the older ones.
 */
export async function companyNamesIn(tables: Tables, ask: Ask, all: readonly number[]): Promise<Map<number, string>> {
  const ids = [...new Set(all.filter((id) => id > 0))];
  const found = new Map<number, string>();
  const look = async (is: boolean, statement: string): Promise<void> => {
    const left = ids.filter((id) => !found.has(id));
    if (!is || left.length === 0) return;
    for (const row of await ask(statement, [left])) found.set(numberIn(row, 'id'), meantBy(textIn(row, 'name').trim()));
  };
  await look(
    tables.has('addressbook_contact', 'id', 'name', 'isOrganization'),
    'SELECT id, name FROM addressbook_contact WHERE id IN (?) AND isOrganization = 1',
  );
  await look(tables.has('ab_companies', 'id', 'name'), 'SELECT id, name FROM ab_companies WHERE id IN (?)');
  return found;
}
