import { COMPANIES, CONTACTS, GRANTS, GROUPS, USERS } from './model';
import type { Columns, ShapeWriter } from './write-shape';

/** Users, groups, and who may do what with which type. */
export async function writePeople(writer: ShapeWriter): Promise<void> {
  const { users, permissions, hasStaleTables } = writer.shape;
  const old = (list: readonly (typeof USERS)[number][]): Columns[] =>
    list.map(({ id, username, name, email }) => ({
      'id int': id,
      'username varchar(50)': username,
      'first_name varchar(50)': name,
      'email varchar(100)': email,
      'enabled tinyint': 1,
    }));
  if (users === 'go_users') await writer.table('go_users', old(USERS));
  else {
    await writer.table(
      'core_user',
      USERS.map(({ id, username, name, email }) => ({
        'id int': id,
        'username varchar(50)': username,
        'displayName varchar(190)': name,
        'email varchar(100)': email,
        'enabled tinyint': 1,
      })),
    );
    if (hasStaleTables) await writer.table('go_users', old([{ id: 1, username: 'stale', name: 'Stale', email: '' }]));
  }
  const isNew = permissions === 'core_acl_group';
  const groups = GROUPS.map(({ id, name }) => ({ 'id int': id, 'name varchar(100)': name }));
  const own = USERS.map(({ id, username }) => ({
    'id int': 100 + id,
    'name varchar(100)': username,
    'isUserGroupFor int NULL': id,
  }));
  await writer.table(
    isNew ? 'core_group' : 'go_groups',
    isNew ? [...groups.map((group) => ({ ...group, 'isUserGroupFor int NULL': null })), ...own] : groups,
  );
  await writer.table(
    isNew ? 'core_user_group' : 'go_users_groups',
    GROUPS.flatMap(({ id, members }) =>
      members.map((user) => ({
        [isNew ? 'userId int' : 'user_id int']: user,
        [isNew ? 'groupId int' : 'group_id int']: id,
      })),
    ),
  );
  await writer.table(
    permissions,
    GRANTS.map(({ acl, user, group, level }) =>
      isNew
        ? { 'aclId int': acl, 'groupId int': user > 0 ? 100 + user : group, 'level int': level }
        : { 'acl_id int': acl, 'user_id int': user, 'group_id int': group, 'level int': level },
    ),
  );
  if (isNew && hasStaleTables)
    await writer.table('go_acl', [{ 'acl_id int': 50, 'user_id int': 3, 'group_id int': 0, 'level int': 50 }]);
}

/** Contacts and companies. */
export async function writeContacts(writer: ShapeWriter): Promise<void> {
  const isNew = writer.shape.contacts === 'addressbook_contact';
  if (!isNew || writer.shape.hasStaleTables) {
    await writer.table(
      'ab_contacts',
      CONTACTS.map(({ id, first, last, email }) => ({
        'id int': id,
        'first_name varchar(50)': first,
        'middle_name varchar(50)': '',
        'last_name varchar(50)': last,
        'email varchar(100)': isNew ? 'stale@example.com' : email,
      })),
    );
    await writer.table(
      'ab_companies',
      COMPANIES.map(({ id, name }) => ({ 'id int': id, 'name varchar(100)': name })),
    );
  }
  if (!isNew) return;
  await writer.table('addressbook_contact', [
    ...CONTACTS.map(({ id, first, last }) => ({
      'id int': id,
      'firstName varchar(50)': first,
      'lastName varchar(50)': last,
      'name varchar(190)': `${first} ${last}`,
      'isOrganization tinyint': 0,
    })),
    ...COMPANIES.map(({ id, name }) => ({
      'id int': writer.company(id),
      'firstName varchar(50)': '',
      'lastName varchar(50)': '',
      'name varchar(190)': name,
      'isOrganization tinyint': 1,
    })),
  ]);
  await writer.table(
    'addressbook_email_address',
    CONTACTS.map(({ id, email }) => ({
      'id int': id,
      'contactId int': id,
      'type varchar(20)': 'work',
      'email varchar(100)': email,
    })),
  );
}
