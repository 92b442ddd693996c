import type { Context } from '../auth/context';
import type { Database } from '../database/database';
import { Audience, type Holder, isAmong, keysOf, partsOf, sees } from '../sharing/audience';
import type { DataType } from './data-type';

/** A row of the change log. */
export interface LoggedChange {
  readonly seq: number;
  readonly objectId: number;
  readonly audienceBefore: readonly string[];
  readonly audienceAfter: readonly string[];
}

/** A row of the access log: the user's level on an ACL before this number, and their organisation there. */
export interface LoggedAccess {
  readonly seq: number;
  readonly aclId: number;
  readonly wasLevel: number;
  readonly wasOrganisationId: string | null;
}

export interface Changes {
  readonly created: number[];
  readonly updated: number[];
  readonly destroyed: number[];
  /** Number that the result leads to; equal to the latest when nothing is left. */
  readonly reached: number;
  readonly hasMore: boolean;
}

/**
 * What changed for one user between two numbers: pure, so that it can be tested against a model.
 *
 * A change counts by whether the user saw the object at both ends: F→T created, T→T updated, T→F destroyed. Who saw an
 * object at a moment is known from the first later row about it (`audienceBefore`), else from its audience now; what
 * the user held at that moment, from the first later row of the access log for that ACL, else from now.
 *
 * What was written after `latest` counts for nothing but for knowing how things were at `latest`, so the rows given
 * may reach further than it, and must when `holder` and `shared` do.
 *
 * @param log rows with a number above `since`, ascending
 * @param access the user's access rows with a number above `since`, ascending
 * @param shared objects that lie in an ACL named in `access`, with their audience now
 * @returns null when one step alone has more than `most` objects: the client must read anew
 */
export function classify(input: {
  readonly since: number;
  readonly latest: number;
  readonly most: number;
  readonly log: readonly LoggedChange[];
  readonly access: readonly LoggedAccess[];
  readonly shared: ReadonlyMap<number, readonly string[]>;
  readonly holder: Holder;
}): Changes | null {
  const { since, latest, most, log, access, shared, holder } = input;
  const steps = new Map<number, Set<number>>();
  for (const row of log) if (row.seq <= latest) steps.set(row.seq, new Set([row.objectId]));
  for (const row of access) if (row.seq <= latest) steps.set(row.seq, touchedBy(row, log, shared));
  const logs = groupById(log);

  const sawAt = (id: number, seq: number): boolean => {
    const later = logs.get(id)?.find((row) => row.seq > seq);
    const audience = later?.audienceBefore ?? logs.get(id)?.at(-1)?.audienceAfter ?? shared.get(id) ?? [];
    const laterOn = (acl: number) => access.find((row) => row.seq > seq && row.aclId === acl);
    const then: Holder = {
      ...holder,
      levelOn: (acl) => laterOn(acl)?.wasLevel ?? holder.levelOn(acl),
      organisationOn: (acl) => {
        const row = laterOn(acl);
        return row ? row.wasOrganisationId : holder.organisationOn(acl);
      },
    };
    return sees(then, audience);
  };

  const ids = new Set<number>();
  let reached = since;
  let hasMore = false;
  for (const seq of [...steps.keys()].sort((a, b) => a - b)) {
    const step = steps.get(seq) ?? [];
    const fresh = [...step].filter((id) => !ids.has(id) && (sawAt(id, since) || sawAt(id, seq)));
    if (ids.size + fresh.length > most) {
      if (ids.size === 0) return null;
      hasMore = true;
      break;
    }
    for (const id of fresh) ids.add(id);
    reached = seq;
  }
  if (!hasMore) reached = latest;
  const result: Changes = { created: [], updated: [], destroyed: [], reached, hasMore };
  for (const id of ids) {
    const [before, after] = [sawAt(id, since), sawAt(id, reached)];
    if (after) (before ? result.updated : result.created).push(id);
    else if (before) result.destroyed.push(id);
  }
  return result;
}

/** Objects that a change of the user's level may show or hide: those in that ACL just then. */
function touchedBy(
  { seq, aclId }: LoggedAccess,
  log: readonly LoggedChange[],
  shared: ReadonlyMap<number, readonly string[]>,
): Set<number> {
  const ids = new Set<number>();
  for (const [id, keys] of shared) if (keys.some((key) => lies(key, aclId))) ids.add(id);
  for (const row of log) if (row.seq > seq && row.audienceBefore.some((key) => lies(key, aclId))) ids.add(row.objectId);
  return ids;
}

/** True for the keys `r<acl>`, `s<acl>` and those that begin with `s<acl>/`, and for pairs with one of them. */
function lies(key: string, aclId: number): boolean {
  return partsOf(key).some((part) => /^[rs]/.test(part) && part.slice(1).split('/')[0] === String(aclId));
}

function groupById(log: readonly LoggedChange[]): Map<number, LoggedChange[]> {
  const groups = new Map<number, LoggedChange[]>();
  for (const row of log) {
    const group = groups.get(row.objectId);
    if (group) group.push(row);
    else groups.set(row.objectId, [row]);
  }
  return groups;
}

/** Rows of the log read at most for one answer; with more the client reads anew. */
export const LONGEST_LOG = 20_000;

/** Reads the rows of one type that could concern this user: those under a key held now or held since. */
export async function readLog(
  database: Database,
  { name, access: { isByPairs } }: Pick<DataType, 'name' | 'access'>,
  since: number,
  context: Context,
  holder: Holder & { readonly levels: ReadonlyMap<number, number> },
  access: readonly LoggedAccess[],
): Promise<LoggedChange[] | null> {
  const columns =
    'c.seq AS seq, c.objectId AS objectId, c.audienceBefore AS audienceBefore, c.audienceAfter AS audienceAfter';
  const end = `ORDER BY c.seq LIMIT ${String(LONGEST_LOG + 1)}`;
  let rows: { seq: number; objectId: number; audienceBefore: string; audienceAfter: string }[];
  if (context.isAdmin) {
    const statement = ['SELECT', columns, 'FROM core_change c WHERE c.type = ? AND c.seq > ?', end].join(' ');
    rows = await database.manager.query(statement, [name, since]);
  } else {
    const keys = [...new Set([...keysOf(holder, holder.levels.keys()), ...keysSince(holder, access)])];
    const [isHeld, values] = isAmong('a.audience', keys, isByPairs === true);
    const statement = [
      'SELECT DISTINCT',
      columns,
      'FROM core_change c JOIN core_change_audience a ON a.seq = c.seq',
      'WHERE a.type = ? AND a.seq > ? AND',
      isHeld,
      end,
    ].join(' ');
    rows = await database.manager.query(statement, [name, since, ...values]);
  }
  if (rows.length > LONGEST_LOG) return null;
  return rows.map((row) => ({
    seq: Number(row.seq),
    objectId: row.objectId,
    audienceBefore: split(row.audienceBefore),
    audienceAfter: split(row.audienceAfter),
  }));
}

/** All keys that somebody has held by the ACLs of these rows since the first of them, and perhaps some more. */
export function keysSince(holder: Holder, access: readonly LoggedAccess[]): string[] {
  const once: Holder = { ...holder, levelOn: () => 50 };
  const left = access.flatMap(({ aclId, wasOrganisationId }) =>
    wasOrganisationId === null ? [] : [Audience.organisation(aclId, wasOrganisationId)],
  );
  return [...keysOf(once, new Set(access.map((row) => row.aclId))), ...left];
}

function split(keys: string): string[] {
  return keys === '' ? [] : keys.split(' ');
}
