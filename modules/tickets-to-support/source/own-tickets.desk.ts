import { type Database, Level, sql } from '../../../core/api';
import { numberIn, type Raw, textIn } from './columns';
import {
  type LegacyDesk,
  type LegacyGrant,
  type LegacyGroup,
  type LegacyTemplate,
  type LegacyUser,
  USES,
} from './legacy-source';

/** Column of a template that is sent for something by itself → for what. */
const SENT_FOR = {
  defaultTemplate: USES.answer,
  autoreply: USES.confirmation,
  ticketCreatedForClient: USES.onBehalf,
  ticketMailForAgent: USES.notice,
  ticketClaimNotification: USES.claim,
};
/** Levels of the older system: who files tickets, and who works on them. */
const [FILES, WORKS] = [30, 50];

/**
 * Reads all that is there once. People and groups are those of this installation, so nobody is looked for.
 * @param hasChoices false for the tables of a program in which every type offered all statuses
 */
export async function ownDesk(database: Database, hasChoices: boolean): Promise<LegacyDesk> {
  const ask = (query: ReturnType<typeof sql>): Promise<Raw[]> => query.run<Raw>(database);
  const types = await ask(sql`SELECT * FROM tickets_type ORDER BY id`);
  const groups = await groupsIn(database);
  const shown = hasChoices ? await shownIn(database) : new Map<number, number[]>();
  const grants = await grantsIn(
    database,
    types.map((row) => numberIn(row, 'aclId')),
  );
  const named = (row: Raw): { id: number; name: string } => ({ id: numberIn(row, 'id'), name: textIn(row, 'name') });
  return {
    users: await usersIn(database),
    groups,
    types: types.map((row) => ({
      ...named(row),
      description: textIn(row, 'description'),
      groupId: numberIn(row, 'typeGroupId') || null,
      senderName: textIn(row, 'senderName'),
      grants: grants.get(numberIn(row, 'aclId')) ?? [],
      shownStatuses: shown.get(numberIn(row, 'id')) ?? null,
      showsFromOthers: numberIn(row, 'showFromOthers') > 0,
    })),
    typeGroups: (await ask(sql`SELECT * FROM tickets_type_group ORDER BY id`)).map((row) => ({
      ...named(row),
      sortIndex: numberIn(row, 'sortIndex'),
    })),
    statuses: (await ask(sql`SELECT * FROM tickets_status ORDER BY id`)).map((row) => ({
      ...named(row),
      typeId: numberIn(row, 'typeId') || null,
    })),
    templates: (await ask(sql`SELECT * FROM tickets_template ORDER BY id`)).map(templateOf),
    ticketGroups: new Map(),
    used: (
      await ask(sql`SELECT typeId, statusId FROM tickets_ticket GROUP BY typeId, statusId ORDER BY typeId, statusId`)
    ).map((row) => ({ typeId: numberIn(row, 'typeId'), statusId: numberIn(row, 'statusId') })),
    settings: new Map(),
  };
}

/** Ids of the statuses that types offer which do not offer all. */
async function shownIn(database: Database): Promise<Map<number, number[]>> {
  const shown = new Map<number, number[]>();
  const rows = await sql`SELECT typeId, statusId FROM tickets_shown_status ORDER BY typeId, statusId`.run<Raw>(
    database,
  );
  for (const row of rows) {
    const typeId = numberIn(row, 'typeId');
    shown.set(typeId, [...(shown.get(typeId) ?? []), numberIn(row, 'statusId')]);
  }
  return shown;
}

/** Whoever can sign in, and whom a ticket names. */
async function usersIn(database: Database): Promise<LegacyUser[]> {
  const rows = await sql`
    SELECT p.id, p.name, p.email, u.username, u.isActive FROM core_principal p LEFT JOIN core_user u ON u.id = p.id
    WHERE p.type IN ('individual', 'gone') AND (u.id IS NOT NULL OR p.id IN (SELECT userId FROM tickets_ticket)
      OR p.id IN (SELECT createdById FROM tickets_ticket) OR p.id IN (SELECT userId FROM tickets_message))
    ORDER BY p.id`.run<Raw>(database);
  return rows.map((row) => ({
    id: numberIn(row, 'id'),
    hereId: numberIn(row, 'id'),
    username: textIn(row, 'username'),
    name: textIn(row, 'name'),
    email: textIn(row, 'email'),
    isEnabled: numberIn(row, 'isActive') > 0,
  }));
}

/** Groups without those that are one user's own. Administrators pass everywhere here as there: nothing is given to them. */
async function groupsIn(database: Database): Promise<LegacyGroup[]> {
  const members = new Map<number, number[]>();
  for (const row of await sql`SELECT groupId, userId FROM core_group_member ORDER BY groupId, userId`.run<Raw>(
    database,
  )) {
    const id = numberIn(row, 'groupId');
    const known = members.get(id);
    if (known) known.push(numberIn(row, 'userId'));
    else members.set(id, [numberIn(row, 'userId')]);
  }
  const rows = await sql`
    SELECT g.id, g.builtIn, p.name FROM core_group g JOIN core_principal p ON p.id = g.id
    WHERE g.personalUserId IS NULL ORDER BY g.id`.run<Raw>(database);
  return rows.map((row) => {
    const id = numberIn(row, 'id');
    const builtIn = (textIn(row, 'builtIn') || null) as LegacyGroup['builtIn'];
    return {
      id,
      hereId: id,
      name: textIn(row, 'name'),
      builtIn,
      members: builtIn === 'admins' ? [] : (members.get(id) ?? []),
    };
  });
}

/** Rows of these ACLs by id, in the levels of the older system: between filing and managing there is reading all. */
async function grantsIn(database: Database, aclIds: readonly number[]): Promise<Map<number, LegacyGrant[]>> {
  const rows = await sql`
    SELECT a.aclId, a.groupId, a.level, g.personalUserId FROM core_acl_group a JOIN core_group g ON g.id = a.groupId
    WHERE a.aclId IN (${aclIds}) ORDER BY a.aclId, a.groupId`.run<Raw>(database);
  const grants = new Map<number, LegacyGrant[]>();
  for (const row of rows) {
    const [aclId, level, user] = [numberIn(row, 'aclId'), numberIn(row, 'level'), numberIn(row, 'personalUserId')];
    const grant = {
      userId: user > 0 ? user : null,
      groupId: user > 0 ? null : numberIn(row, 'groupId'),
      level: level >= Level.manage ? WORKS : FILES,
      readsAll: level >= Level.read && level < Level.manage,
    };
    grants.set(aclId, [...(grants.get(aclId) ?? []), grant]);
  }
  return grants;
}

function templateOf(row: Raw): LegacyTemplate {
  return {
    id: numberIn(row, 'id'),
    name: textIn(row, 'name'),
    content: textIn(row, 'content'),
    uses: Object.entries(SENT_FOR).flatMap(([column, use]) => (numberIn(row, column) > 0 ? [use] : [])),
  };
}
