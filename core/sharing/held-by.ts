import { memberOf } from '../auth/member-of';
import type { FilterScope } from '../jmap/data-type';
import { isSharedInOrganisation } from './access';
import { partsOf } from './audience';
import { Level } from './level';

type Bind = FilterScope['bind'];

/** SQL condition: the user with this row holds one of the audience keys now, as `sees` says it of one person. */
export function heldBy(row: string, keys: readonly string[], bind: Bind): string {
  const has = (part: string): string => {
    const held = holds(row, part, bind);
    return part.startsWith('o') ? held : `(${memberOf(row, 'admins')} OR ${held})`;
  };
  const alternatives = keys.map((key) => partsOf(key).map(has).join(' AND '));
  return alternatives.length > 0 ? `(${alternatives.join(' OR ')})` : '1 = 0';
}

function holds(row: string, key: string, bind: Bind): string {
  const rest = key.slice(1);
  switch (key[0]) {
    case 'r':
      return granted(row, bind(Number(rest)), Level.read);
    case 'm':
      return granted(row, bind(Number(rest)), Level.manage);
    case 's': {
      const [acl, who] = rest.split('/');
      const maySubmit = granted(row, bind(Number(acl)), Level.submit);
      if (who === undefined) return maySubmit;
      const isIt = who.startsWith('g')
        ? ofOrganisation(row, acl, who.slice(1), bind)
        : `${row}.id = ${bind(Number(who))}`;
      return `(${isIt} AND ${maySubmit})`;
    }
    case 'u':
    case 'o':
      return `${row}.id = ${bind(Number(rest))}`;
    case 'e':
      return '1 = 1';
    case 'i':
      return memberOf(row, 'internal');
    case 'p':
      return permitted(row, bind(rest));
    default:
      return '1 = 0';
  }
}

function granted(row: string, acl: string, level: number): string {
  const needsMore = `(acl_.requiredPermission IS NULL OR ${permitted(row, 'acl_.requiredPermission')})`;
  return (
    'EXISTS (SELECT 1 FROM core_acl_group grant_ JOIN core_acl acl_ ON acl_.id = grant_.aclId ' +
    'JOIN core_group_member grantee_ ON grantee_.groupId = grant_.groupId ' +
    `WHERE grant_.aclId = ${acl} AND grantee_.userId = ${row}.id AND grant_.level >= ${String(level)}` +
    `${level > Level.submit ? ` AND ${needsMore}` : ''})`
  );
}

function ofOrganisation(row: string, acl: string | undefined, organisation: string, bind: Bind): string {
  return (
    `EXISTS (SELECT 1 FROM core_principal member_ WHERE member_.id = ${row}.id AND member_.organisationId = ${bind(organisation)})` +
    ` AND ${isSharedInOrganisation(bind(Number(acl)))}`
  );
}

function permitted(row: string, permission: string): string {
  return (
    'EXISTS (SELECT 1 FROM core_permission permission_ ' +
    'JOIN core_group_member permitted_ ON permitted_.groupId = permission_.groupId ' +
    `WHERE permission_.permission = ${permission} AND permitted_.userId = ${row}.id)`
  );
}
