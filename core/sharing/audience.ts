import { Level } from './level';

/**
 * An audience key names a set of people by the rule that lets them see an object. Rows carry keys, people hold keys;
 * somebody sees an object when one key matches. The change log stores keys, because who saw an object *then* must be
 * known when that person asks *now* what has changed.
 *
 * | key           | held by                                                         |
 * |---------------|-----------------------------------------------------------------|
 * | `r<acl>`      | everybody with read on the ACL                                  |
 * | `m<acl>`      | everybody with manage on the ACL                                |
 * | `s<acl>`      | everybody with submit on the ACL                                |
 * | `s<acl>/<p>`  | principal p, while holding submit on the ACL                    |
 * | `s<acl>/g<o>` | who is of organisation o, with submit on the ACL if it is shared in organisations |
 * | `u<p>`        | principal p                                                     |
 * | `o<p>`        | principal p alone: administrators, who hold all others, do not  |
 * | `i`           | the members of Internal                                         |
 * | `p<m:name>`   | everybody with that module permission                           |
 * | `<key>&<key>` | everybody who holds both                                        |
 * | `e`           | everybody who can sign in                                       |
 */
export const Audience = {
  readers: (aclId: number): string => `r${String(aclId)}`,
  isReaders: (key: string): boolean => partsOf(key).every((part) => part.startsWith('r')),
  /** Keys of those who read an object as colleagues, given who sees it: with submit on an ACL, or with read. */
  readersAmong: (keys: readonly string[]): string[] => {
    const acls = keys.map((key) => /^[rs](\d+)/.exec(key)?.[1]).filter((acl) => acl !== undefined);
    return [...new Set(acls)].map((acl) => Audience.readers(Number(acl)));
  },
  /** True for a key that one person has, or the people of one organisation, or that says nothing to anybody else. */
  isPersonal: (key: string): boolean => partsOf(key).some((part) => /^[uo]|^s\d+\//.test(part)),
  managers: (aclId: number): string => `m${String(aclId)}`,
  submitters: (aclId: number): string => `s${String(aclId)}`,
  submitter: (aclId: number, principalId: number): string => `s${String(aclId)}/${String(principalId)}`,
  organisation: (aclId: number, organisationId: string): string => `s${String(aclId)}/g${organisationId}`,
  person: (principalId: number): string => `u${String(principalId)}`,
  only: (principalId: number): string => `o${String(principalId)}`,
  internal: 'i',
  everybody: 'e',
  permitted: (permission: string): string => `p${permission}`,
  /** The order says nothing, so there is only one way to write a pair. */
  both: (one: string, other: string): string => (one === other ? one : [one, other].sort().join('&')),
} as const;

/** The keys that must all be held: one, or the two of a pair. */
export function partsOf(key: string): string[] {
  return key.split('&');
}

/** What decides whether a person holds a key, at some moment. */
export interface Holder {
  readonly isAdmin: boolean;
  readonly principalId: number;
  readonly isInternal: boolean;
  readonly permissions: ReadonlySet<string>;
  levelOn(aclId: number): number;
  /** As one of which organisation they see what its people share by this ACL; null for none. */
  organisationOn(aclId: number): string | null;
}

/** The same with the ACLs on which they have a level; none for administrators, who have all. */
export interface LevelHolder extends Holder {
  readonly levels: ReadonlyMap<number, number>;
}

/** True when this person holds one of the keys. */
export function sees(holder: Holder, keys: readonly string[]): boolean {
  const has = (part: string) => (holder.isAdmin && !part.startsWith('o')) || holds(holder, part);
  return keys.some((key) => partsOf(key).every(has));
}

function holds(holder: Holder, key: string): boolean {
  const rest = key.slice(1);
  switch (key[0]) {
    case 'r':
      return holder.levelOn(Number(rest)) >= Level.read;
    case 'm':
      return holder.levelOn(Number(rest)) >= Level.manage;
    case 's': {
      const [acl, who] = rest.split('/');
      if (who?.startsWith('g') === true && who.slice(1) !== holder.organisationOn(Number(acl))) return false;
      if (who?.startsWith('g') === false && Number(who) !== holder.principalId) return false;
      return holder.levelOn(Number(acl)) >= Level.submit;
    }
    case 'u':
    case 'o':
      return Number(rest) === holder.principalId;
    case 'e':
      return true;
    case 'i':
      return holder.isInternal;
    case 'p':
      return holder.permissions.has(rest);
    default:
      return false;
  }
}

/** All keys that a person holds, given the ACLs with a level; for looking up by key. Not for administrators. */
export function keysOf(holder: Holder, aclIds: Iterable<number>): string[] {
  const keys = [Audience.person(holder.principalId), Audience.only(holder.principalId), Audience.everybody];
  if (holder.isInternal) keys.push(Audience.internal);
  for (const permission of holder.permissions) keys.push(Audience.permitted(permission));
  for (const acl of aclIds) {
    const level = holder.levelOn(acl);
    const organisation = holder.organisationOn(acl);
    if (level >= Level.submit) keys.push(Audience.submitters(acl), Audience.submitter(acl, holder.principalId));
    if (level >= Level.submit && organisation !== null) keys.push(Audience.organisation(acl, organisation));
    if (level >= Level.read) keys.push(Audience.readers(acl));
    if (level >= Level.manage) keys.push(Audience.managers(acl));
  }
  return keys;
}

/**
 * SQL condition with its values: the key in this column is one of these, or a pair of these. Pairs are looked for only
 * in what a type of pairs has logged: there are as many of them as squares of ACLs, so they are split where they lie
 * instead of being listed.
 */
export function isAmong(column: string, keys: readonly string[], isByPairs: boolean): [sql: string, values: string[]] {
  const places = keys.map(() => '?').join(', ');
  const single = `${column} IN (${places})`;
  if (!isByPairs) return [single, [...keys]];
  const first = `SUBSTR(${column}, 1, INSTR(${column}, '&') - 1)`;
  const second = `SUBSTR(${column}, INSTR(${column}, '&') + 1)`;
  return [`(${single} OR (${first} IN (${places}) AND ${second} IN (${places})))`, [...keys, ...keys, ...keys]];
}
