/** SQL condition: the user with this row is a member of the built-in group. */
export function memberOf(row: string, builtIn: 'admins' | 'internal'): string {
  return `EXISTS (SELECT 1 FROM core_group_member member_ JOIN core_group built_ ON built_.id = member_.groupId AND built_.builtIn = '${builtIn}' WHERE member_.userId = ${row}.id)`;
}
