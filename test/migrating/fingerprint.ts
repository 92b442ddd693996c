import { createHash } from 'node:crypto';

type Row = Record<string, unknown>;
/** Answers a question of SQL. */
type Ask = (statement: string) => Promise<Row[]>;

/**
 * Everything that was brought from a source as it lies in the database, by what rows of the source they were and not by ids
 * of ours: two databases into which the same was brought have the same. (Among the words of a ticket is its number here.)
 */
const QUESTIONS: Readonly<Record<string, string>> = {
  rows: 'SELECT sourceTable, sourceId, type, hash, objectId IS NULL AS isNothing FROM tickets_to_support_row ORDER BY sourceTable, sourceId',
  tasks: `SELECT map_.sourceId, list_.name AS list, task_.title, task_.description, task_.start, task_.due, task_.progress,
    status_.name AS status, task_.percentComplete, task_.priority, who_.name AS responsible, by_.name AS createdBy,
    task_.createdAt, task_.modifiedAt
    FROM tickets_to_support_row map_ JOIN tasks_task task_ ON task_.id = map_.objectId JOIN tasks_list list_ ON list_.id = task_.taskListId
    LEFT JOIN tasks_status status_ ON status_.id = task_.statusId LEFT JOIN core_principal who_ ON who_.id = task_.responsibleId
    LEFT JOIN core_principal by_ ON by_.id = task_.createdById WHERE map_.sourceTable = 'ti_tickets' ORDER BY map_.sourceId`,
  tickets: `SELECT map_.sourceId, customer_.name, customer_.email, ticket_.customerName, ticket_.customerEmail, ticket_.cc,
    ticket_.lastCommentAt, ticket_.lastCommentBy, ticket_.lastCommentId IS NULL AS isHeard, ticket_.lastNoteId IS NULL AS isRead,
    ticket_.hasAttachment, ticket_.hasPrivateNote, ticket_.mailFailed, ticket_.wasRead, past_.number, past_.verifier, past_.facts
    FROM tickets_to_support_row map_ JOIN support_ticket ticket_ ON ticket_.taskId = map_.objectId
    JOIN support_legacy_ticket past_ ON past_.taskId = map_.objectId
    LEFT JOIN core_principal customer_ ON customer_.id = ticket_.customerId WHERE map_.sourceTable = 'ti_tickets' ORDER BY map_.sourceId`,
  comments: `SELECT map_.sourceId, of_.sourceId AS ticket, author_.name, comment_.authorName, comment_.authorRole, comment_.createdAt,
    comment_.isPrivate, comment_.text, comment_.html, comment_.source, comment_.senderIsVerified
    FROM tickets_to_support_row map_ JOIN comments_comment comment_ ON comment_.id = map_.objectId
    JOIN tickets_to_support_row of_ ON of_.type = 'Task' AND of_.objectId = comment_.entityId
    LEFT JOIN core_principal author_ ON author_.id = comment_.authorId WHERE map_.type = 'Comment' ORDER BY map_.sourceId`,
  work: `SELECT map_.sourceId, work_.at, work_.authorName, work_.rateName, work_.costCode, work_.hours, work_.amount
    FROM support_legacy_work work_ JOIN tickets_to_support_row map_ ON map_.type = 'Task' AND map_.objectId = work_.taskId
    ORDER BY map_.sourceId, work_.id`,
  events: `SELECT map_.sourceId, event_.at, event_.property, event_.old, event_.new, author_.name
    FROM support_legacy_event event_ JOIN tickets_to_support_row map_ ON map_.type = 'Task' AND map_.objectId = event_.taskId
    LEFT JOIN core_principal author_ ON author_.id = event_.authorId ORDER BY map_.sourceId, event_.id`,
  participants: `SELECT map_.sourceId, who_.name, who_.email FROM support_participant part_
    JOIN tickets_to_support_row map_ ON map_.type = 'Task' AND map_.objectId = part_.taskId JOIN core_principal who_ ON who_.id = part_.principalId
    ORDER BY map_.sourceId, who_.email, who_.name`,
  people:
    "SELECT type, name, email FROM core_principal WHERE type IN ('individual', 'group') ORDER BY type, email, name",
  lists: `SELECT list_.name, list_.description, grouping_.name AS grouping, acl_.level, group_.name AS who FROM tasks_list list_
    LEFT JOIN tasks_grouping grouping_ ON grouping_.id = list_.groupingId LEFT JOIN core_acl_group acl_ ON acl_.aclId = list_.aclId
    LEFT JOIN core_principal group_ ON group_.id = acl_.groupId ORDER BY list_.name, group_.name, acl_.level`,
  found: `SELECT map_.type, map_.sourceId, document_.at, document_.readerWords,
    CASE WHEN map_.type = 'Comment' THEN document_.words END AS words,
    (SELECT COUNT(*) FROM core_search_audience a WHERE a.documentId = document_.id) AS audiences,
    CASE WHEN map_.type = 'Comment' THEN (SELECT COUNT(*) FROM core_search_word w WHERE w.documentId = document_.id) END AS words_
    FROM tickets_to_support_row map_ JOIN core_search_document document_ ON document_.type = map_.type AND document_.objectId = map_.objectId
    WHERE map_.type IN ('Task', 'Comment') ORDER BY map_.type, map_.sourceId`,
  changes: `SELECT map_.type, map_.sourceId, COUNT(*) AS n FROM tickets_to_support_row map_
    JOIN core_change change_ ON change_.type = map_.type AND change_.objectId = map_.objectId AND change_.operation = 'c'
    WHERE map_.type IN ('Task', 'Comment') GROUP BY map_.type, map_.sourceId ORDER BY map_.type, map_.sourceId`,
};
/** What nothing of a migration may leave alone: rows that nobody would ever find. */
const LOST: Readonly<Record<string, string>> = {
  tasks:
    "SELECT COUNT(*) AS n FROM tasks_task WHERE id NOT IN (SELECT objectId FROM tickets_to_support_row WHERE type = 'Task' AND objectId IS NOT NULL)",
  comments:
    "SELECT COUNT(*) AS n FROM comments_comment WHERE id NOT IN (SELECT objectId FROM tickets_to_support_row WHERE type = 'Comment' AND objectId IS NOT NULL)",
  tickets: 'SELECT COUNT(*) AS n FROM support_ticket WHERE taskId NOT IN (SELECT id FROM tasks_task)',
  documents:
    "SELECT COUNT(*) AS n FROM core_search_document WHERE type = 'Comment' AND objectId NOT IN (SELECT id FROM comments_comment)",
};

/** Digests of all values, by what they are about: a failure of a test says where the difference is. */
export async function fingerprint(ask: Ask): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, statement] of Object.entries(QUESTIONS)) {
    const rows = await ask(statement);
    const digest = createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 16);
    found[name] = `${String(rows.length)} rows, ${digest}`;
  }
  for (const [name, statement] of Object.entries(LOST))
    found[`lost ${name}`] = String((await ask(statement))[0]?.['n']);
  return found;
}
